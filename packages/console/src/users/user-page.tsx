import { Page } from '../shell/page.js'

export const UserPage = () => <Page title="User">{null}</Page>
