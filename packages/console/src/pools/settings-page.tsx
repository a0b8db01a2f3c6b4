import { Page } from '../shell/page.js'

export const SettingsPage = () => <Page title="Settings">{null}</Page>
