import { Page } from '../shell/page.js'

export const ClientsPage = () => <Page title="App clients">{null}</Page>
