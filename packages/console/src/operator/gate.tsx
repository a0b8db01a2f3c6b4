import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Fault } from '../shell/answer.js'
import { Layout } from '../shell/layout.js'
import { Splash } from '../shell/splash.js'
import { onLink } from './link.js'
import { dropAnswers, type Operator, session } from './session.js'

const SignInPage = lazy(() => import('./sign-in-page.js'))
const NoPoolPage = lazy(() => import('./no-pool-page.js'))

/** Every page is behind this. Whoever is not signed in signs in at the page's own address, and then sees the page. */
export function Gate() {
  const client = useQueryClient()
  const { data: operator, error, refetch } = useQuery(session)
  const [links, setLinks] = useState(0)
  useEffect(
    () =>
      onLink(async () => {
        dropAnswers(client)
        await refetch()
        setLinks((count) => count + 1)
      }),
    [client, refetch],
  )
  if (operator === undefined && !error) return <Splash />
  if (operator === undefined) {
    return (
      <Splash>
        <Fault error={error} retry={refetch} />
      </Splash>
    )
  }
  if (operator === null || !hasPools(operator)) {
    return <Suspense fallback={<Splash />}>{operator ? <NoPoolPage /> : <SignInPage key={links} />}</Suspense>
  }
  return (
    <Layout>
      <Outlet />
    </Layout>
  )
}

const hasPools = ({ Role, Pools = [] }: Operator) => Role !== undefined || Pools.length > 0
