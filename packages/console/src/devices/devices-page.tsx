import { Page } from '../shell/page.js'

export const DevicesPage = () => <Page title="Devices">{null}</Page>
