import './shell/shell.css'
import './states/states.css'
import { applyTheme } from './shell/theme.js'
import { StatesPage } from './states/states-page.js'

applyTheme()

/** The components of @latchkey/react in all their states: for those who build with them, and for tests. */
export const App = StatesPage
