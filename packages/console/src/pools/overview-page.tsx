import { Page } from '../shell/page.js'

export const OverviewPage = () => <Page title="Overview">{null}</Page>
