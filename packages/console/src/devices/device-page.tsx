import { Page } from '../shell/page.js'

export const DevicePage = () => <Page title="Device">{null}</Page>
