import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { Fault } from '../shell/answer.js'
import { Layout } from '../shell/layout.js'
import { Splash } from '../shell/splash.js'
import { type Operator, session } from './session.js'

const SignInPage = lazy(() => import('./sign-in-page.js'))
const NoPoolPage = lazy(() => import('./no-pool-page.js'))

/** Every page is behind this. Whoever is not signed in signs in at the page's own address, and then sees the page. */
export function Gate() {
  const { data: operator, error, refetch } = useQuery(session)
  if (operator === undefined && !error) return <Splash />
  if (operator === undefined) {
    return (
      <Splash>
        <Fault error={error} retry={refetch} />
      </Splash>
    )
  }
  if (operator === null || !hasPools(operator)) {
    return <Suspense fallback={<Splash />}>{operator ? <NoPoolPage /> : <SignInPage />}</Suspense>
  }
  return (
    <Layout>
      <Outlet />
    </Layout>
  )
}

const hasPools = ({ Role, Pools = [] }: Operator) => Role !== undefined || Pools.length > 0
