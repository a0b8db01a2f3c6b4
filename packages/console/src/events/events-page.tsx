import { Page } from '../shell/page.js'

export const EventsPage = () => <Page title="Events">{null}</Page>
