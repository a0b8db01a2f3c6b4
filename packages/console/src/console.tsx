import './shell/shell.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { router } from './router.js'
import { newQueryClient } from './server/queries.js'
import { applyTheme } from './shell/theme.js'

applyTheme()

const client = newQueryClient()

export const App = () => (
  <QueryClientProvider client={client}>
    <RouterProvider router={router} />
  </QueryClientProvider>
)
