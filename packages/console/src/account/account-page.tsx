import { ErrorState, RememberDevicePrompt, Skeleton } from '@latchkey/react'
import { useEffect } from 'react'
import { AccountFrame } from './account-frame.js'
import type { Address } from './address.js'
import { Card } from './card.js'
import { mayBeRemembered } from './may-be-remembered.js'
import { SignIn } from './sign-in/sign-in.js'
import { type Account, useAccount } from './use-account.js'

/** A user's own page: their devices, their second factor, and what happened. */
export function AccountPage({ address }: { address: Address }) {
  const account = useAccount(address)
  useTitle(account)
  switch (account.is) {
    case 'loading':
      return <LoadingCard />
    case 'wrong':
      return (
        <Card title="This address does not work">
          <p className="muted">
            {account.error instanceof Error && account.error.message} Check the address, or go back to the app
            that it came from.
          </p>
        </Card>
      )
    case 'unreachable':
      return (
        <Card title="Your account">
          <ErrorState error={account.error} title="The server does not answer" onRetry={account.retry} />
        </Card>
      )
    case 'signed out':
      return (
        <Card of={account.options.PoolName} isForm>
          <SignIn
            key={account.notice ?? ''}
            options={account.options}
            notice={account.notice}
            onArrive={async (tookSecondFactor) =>
              account.arrive(tookSecondFactor && (await mayBeRemembered(account.options)))
            }
          />
        </Card>
      )
    case 'asked':
      return (
        <Card of={account.options.PoolName} isForm>
          <RememberDevicePrompt headingLevel={1} onDone={account.go} />
        </Card>
      )
    case 'signed in':
      return <AccountFrame address={address} options={account.options} user={account.user} />
  }
}

/** The size of the form that takes its place. */
const LoadingCard = () => (
  <Card isForm>
    <p className="lk-hidden" role="status">
      Loading …
    </p>
    <Skeleton width="7rem" height="1.9rem" />
    <Skeleton height="3.75rem" />
    <Skeleton height="3.75rem" />
    <Skeleton width="6rem" height="2.25rem" />
    <Skeleton width="11rem" height="1.9rem" />
  </Card>
)

const titles: Record<Account['is'], string> = {
  loading: 'Your account',
  wrong: 'This address does not work',
  unreachable: 'No answer',
  'signed out': 'Sign in',
  asked: 'Remember this device?',
  'signed in': 'Your account',
}

function useTitle(account: Account) {
  const title = titles[account.is]
  const pool = 'options' in account ? account.options.PoolName : 'Latchkey'
  useEffect(() => {
    document.title = `${title} – ${pool}`
  }, [title, pool])
}
