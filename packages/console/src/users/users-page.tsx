import { Page } from '../shell/page.js'

export const UsersPage = () => <Page title="Users">{null}</Page>
