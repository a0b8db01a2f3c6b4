import { Page } from '../shell/page.js'

export const MessagesPage = () => <Page title="Outbox">{null}</Page>
