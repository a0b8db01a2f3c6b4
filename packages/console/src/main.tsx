import '@latchkey/react/theme.css'
import '@latchkey/react/components.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

/** One page for both: the console for operators, the account page for users. Neither loads the other's code. */
const app = window.location.pathname.startsWith('/account') ? import('./account.js') : import('./console.js')

const { App } = await app
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
