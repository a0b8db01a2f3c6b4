import '@latchkey/react/theme.css'
import '@latchkey/react/components.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

/**
 * One page for all: the console for operators, the account page for users, and the components in all their states. None
 * loads the others' code. No pool is called `components`: the id of a pool has an underscore in it.
 */
function app(path: string) {
  if (path === '/account/components') return import('./states.js')
  return path.startsWith('/account') ? import('./account.js') : import('./console.js')
}

const { App } = await app(window.location.pathname)
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
