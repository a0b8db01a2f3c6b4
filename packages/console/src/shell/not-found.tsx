import { EmptyState } from '@latchkey/react'
import { Link } from '@tanstack/react-router'
import { Page } from './page.js'

export const NotFound = () => (
  <Page title="Not found">
    <EmptyState title="There is no page at this address">
      <Link to="/pools">All pools</Link>
    </EmptyState>
  </Page>
)
