import { Chip, EmptyState, Name, When } from '@latchkey/react'
import type { Responses } from '@latchkey/wire'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { dateOf } from '../devices/device-words.js'
import { UserDevices } from '../devices/user-devices.js'
import { EventTimeline } from '../events/event-timeline.js'
import { useTold } from '../lists/told.js'
import '../lists/lists.css'
import { ServerError } from '../server/call.js'
import { reading } from '../server/queries.js'
import { Answer, Fault } from '../shell/answer.js'
import { CopyButton } from '../shell/copy-button.js'
import { Fact, Facts } from '../shell/facts.js'
import { LoadingPanel } from '../shell/loading-panel.js'
import { Page } from '../shell/page.js'
import { UserActions } from './user-actions.js'
import { StatusChip } from './user-columns.js'
import { UserMfa } from './user-mfa.js'
import { statusOf } from './user-words.js'
import './users.css'

const route = getRouteApi('/pools/$poolId/users/$userSub')

type User = Responses['AdminGetUser']

const DISABLED = 'Cannot sign in until somebody enables them again.'

/** One user: who it is, how they sign in, on which devices, and what happened. */
export function UserPage() {
  const { poolId, userSub } = route.useParams()
  const found = useQuery(reading('AdminGetUser', { UserPoolId: poolId, Username: userSub }))
  const [tell, told] = useTold()
  const above = <WayUp poolId={poolId} />
  if (found.error && !found.data)
    return (
      <Page title="User" above={above}>
        <NoUser error={found.error} retry={found.refetch} />
        {isGone(found.error, userSub) && (
          <section className="panel" aria-label="Timeline">
            <header className="panel-head">
              <h2>Timeline</h2>
              <p>What is on record of whoever had this id.</p>
            </header>
            <EventTimeline poolId={poolId} userSub={userSub} />
          </section>
        )}
      </Page>
    )
  const user = found.data
  return (
    <Page
      title={user ? user.Username : 'User'}
      heading={user && <Heading user={user} />}
      above={above}
      about={user && (user.Enabled === false ? DISABLED : statusOf(user.UserStatus ?? 'UNKNOWN').means)}
      actions={user && <UserActions poolId={poolId} userSub={userSub} user={user} tell={tell} />}
    >
      <Answer of={found} meanwhile={<Meanwhile />}>
        {(user) => (
          <div className="panels">
            <Account user={user} />
            <UserMfa poolId={poolId} userSub={userSub} user={user} tell={tell} />
          </div>
        )}
      </Answer>
      <section aria-label="Devices">
        <header className="panel-head">
          <h2>Devices</h2>
          <p>Last used first. Forgotten ones are shown for 30 days.</p>
        </header>
        <UserDevices poolId={poolId} userSub={userSub} />
      </section>
      <section className="panel" aria-label="Timeline">
        <header className="panel-head">
          <h2>Timeline</h2>
          <p>What this user did, and what was done to their account.</p>
        </header>
        <EventTimeline poolId={poolId} userSub={userSub} />
      </section>
      {told}
    </Page>
  )
}

const WayUp = ({ poolId }: { poolId: string }) => (
  <nav className="way-up" aria-label="Where this is">
    <Link to="/pools/$poolId/users" params={{ poolId }}>
      Users
    </Link>
  </nav>
)

const Heading = ({ user }: { user: User }) => (
  <span className="device-heading">
    <bdi className="long-name" title={user.Username}>
      {user.Username}
    </bdi>
    <StatusChip status={user.UserStatus ?? 'UNKNOWN'} isEnabled={user.Enabled ?? true} />
  </span>
)

const Meanwhile = () => (
  <div className="panels">
    <LoadingPanel lines={8} />
    <LoadingPanel lines={5} />
  </div>
)

function NoUser({ error, retry }: { error: unknown; retry: () => unknown }) {
  const code = error instanceof ServerError ? error.code : undefined
  if (code === 'UserNotFoundException' || code === 'InvalidParameterException')
    return (
      <EmptyState title="There is no such user in this pool">
        They may have been deleted, or the address is that of another pool.
      </EmptyState>
    )
  return <Fault error={error} retry={retry} />
}

/** What happened outlives its users. Of a name that nobody has there is no record. */
const isGone = (error: unknown, userSub: string) =>
  error instanceof ServerError && error.code === 'UserNotFoundException' && /^[0-9a-f-]{36}$/.test(userSub)

/** Those that have a line of their own. */
const known = ['sub', 'email', 'email_verified', 'phone_number', 'phone_number_verified', 'name']

function Account({ user }: { user: User }) {
  const attributes = user.UserAttributes ?? []
  const attribute = (wanted: string) => attributes.find(({ Name }) => Name === wanted)?.Value
  const others = attributes.filter(({ Name }) => !known.includes(Name))
  const sub = attribute('sub') ?? ''
  return (
    <section className="panel" aria-label="Account">
      <Facts>
        <Fact name="Name">{attribute('name') && <Name>{attribute('name') ?? ''}</Name>}</Fact>
        <Fact name="E-mail">
          <Address address={attribute('email')} isVerified={attribute('email_verified') === 'true'} />
        </Fact>
        <Fact name="Phone">
          <Address
            address={attribute('phone_number')}
            isVerified={attribute('phone_number_verified') === 'true'}
          />
        </Fact>
        <Fact name="Created">
          {user.UserCreateDate && <When as="exact" date={dateOf(user.UserCreateDate)} />}
        </Fact>
        <Fact name="Last changed">
          {user.UserLastModifiedDate && <When date={dateOf(user.UserLastModifiedDate)} />}
        </Fact>
        <Fact name="User ID">
          <span className="fact-key">
            <code>{sub}</code>
            <CopyButton text={sub} label="Copy the user ID" />
          </span>
        </Fact>
      </Facts>
      {others.length > 0 && (
        <details className="more">
          <summary>{others.length === 1 ? '1 more attribute' : `${others.length} more attributes`}</summary>
          <Facts>
            {others.map(({ Name, Value = '' }) => (
              <Fact key={Name} name={Name}>
                <bdi>{Value}</bdi>
              </Fact>
            ))}
          </Facts>
        </details>
      )}
    </section>
  )
}

const Address = ({ address, isVerified }: { address: string | undefined; isVerified: boolean }) =>
  address ? (
    <span className="address-fact">
      <Name>{address}</Name>{' '}
      <Chip tone={isVerified ? 'ok' : 'warn'}>{isVerified ? 'Verified' : 'Not verified'}</Chip>
    </span>
  ) : (
    <span className="muted">None</span>
  )
