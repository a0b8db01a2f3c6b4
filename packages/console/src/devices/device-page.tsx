import { DeviceIcon, EmptyState, Name, Notice, StateChip, When } from '@latchkey/react'
import type { Responses, TrackedDeviceType } from '@latchkey/wire'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { EventTimeline } from '../events/event-timeline.js'
import { useTold } from '../lists/told.js'
import '../lists/lists.css'
import './devices.css'
import { ServerError } from '../server/call.js'
import { reading } from '../server/queries.js'
import { Answer, Fault } from '../shell/answer.js'
import { CopyButton } from '../shell/copy-button.js'
import { Fact, Facts } from '../shell/facts.js'
import { LoadingPanel } from '../shell/loading-panel.js'
import { Page } from '../shell/page.js'
import { DeviceActions } from './device-actions.js'
import { browserAndSystem, dateOf, deviceName, mfaWords } from './device-words.js'

const route = getRouteApi('/pools/$poolId/users/$userSub/devices/$deviceKey')

/** One device of a user: what is known of it, what happened on it, and what can be done about it. */
export function DevicePage() {
  const { poolId, userSub, deviceKey } = route.useParams()
  const found = useQuery(
    reading('AdminGetTrackedDevice', { UserPoolId: poolId, Username: userSub, DeviceKey: deviceKey }),
  )
  const [tell, told] = useTold()
  const above = <WayUp poolId={poolId} userSub={userSub} username={found.data?.Device.Username} />
  if (found.error && !found.data)
    return (
      <Page title="Device" above={above}>
        <NoDevice error={found.error} retry={found.refetch} />
      </Page>
    )
  const device = found.data?.Device
  return (
    <Page
      title={device ? deviceName(device) : 'Device'}
      heading={device ? <Heading device={device} /> : undefined}
      above={above}
      about={device && (browserAndSystem(device) || 'Neither its browser nor its system is known.')}
      actions={device && <DeviceActions poolId={poolId} device={device} userSub={userSub} tell={tell} />}
    >
      <Answer of={found} meanwhile={<Meanwhile />}>
        {({ Device, Sessions }) => (
          <>
            {Device.State === 'Forgotten' && <Forgotten device={Device} />}
            <div className="panels">
              <DeviceFacts poolId={poolId} device={Device} />
              <OpenSessions sessions={Sessions} />
            </div>
          </>
        )}
      </Answer>
      <section className="panel" aria-label="Timeline">
        <header className="panel-head">
          <h2>Timeline</h2>
          <p>What happened on this device, and to it.</p>
        </header>
        <EventTimeline poolId={poolId} userSub={userSub} deviceKey={deviceKey} />
      </section>
      {told}
    </Page>
  )
}

type WayUpProps = { poolId: string; userSub: string; username: string | undefined }

const WayUp = ({ poolId, userSub, username }: WayUpProps) => (
  <nav className="way-up" aria-label="Where this is">
    <Link to="/pools/$poolId/devices" params={{ poolId }}>
      Devices
    </Link>
    <span aria-hidden="true">/</span>
    <Link to="/pools/$poolId/users/$userSub" params={{ poolId, userSub }}>
      <Name>{username ?? userSub}</Name>
    </Link>
  </nav>
)

const Heading = ({ device }: { device: TrackedDeviceType }) => (
  <span className="device-heading">
    <DeviceIcon form={device.Form} platform={device.Platform} />
    <bdi className="long-name" title={deviceName(device)}>
      {deviceName(device)}
    </bdi>
    <StateChip state={device.State} />
  </span>
)

const Meanwhile = () => (
  <div className="panels">
    <LoadingPanel lines={11} />
    <LoadingPanel lines={4} />
  </div>
)

/** Another user's device and a key that never was are the same to the server. */
function NoDevice({ error, retry }: { error: unknown; retry: () => unknown }) {
  const code = error instanceof ServerError ? error.code : undefined
  if (code === 'ResourceNotFoundException')
    return <EmptyState title="This user has no such device">It may be another user’s.</EmptyState>
  if (code === 'InvalidParameterException')
    return <EmptyState title="This is no key of a device">The address may have been cut off.</EmptyState>
  return <Fault error={error} retry={retry} />
}

const Forgotten = ({ device }: { device: TrackedDeviceType }) => (
  <Notice tone="warn">
    This device was forgotten
    {device.ForgottenDate !== undefined && (
      <>
        {' '}
        <When date={dateOf(device.ForgottenDate)} />
      </>
    )}
    . Its key is void: at its next sign-in it is a new device. Lists show it for 30 days.
  </Notice>
)

const meanings: Record<TrackedDeviceType['State'], string> = {
  Remembered: 'Proves itself at sign-in, instead of a second factor where the pool says so.',
  NotRemembered: 'Is asked for a second factor like any other device.',
  Issued: 'Was given a key at sign-in that it has not confirmed yet: so far it counts as new.',
  Forgotten: 'Its key is void.',
}

function DeviceFacts({ poolId, device }: { poolId: string; device: TrackedDeviceType }) {
  const { Username = '', UserSub = '', LastMfa, HasVerifier, UserAgent } = device
  return (
    <section className="panel" aria-label="Facts">
      <Facts>
        <Fact name="State">
          <StateChip state={device.State} /> <small>{meanings[device.State]}</small>
        </Fact>
        <Fact name="User">
          <Link to="/pools/$poolId/users/$userSub" params={{ poolId, userSub: UserSub }}>
            <Name>{Username}</Name>
          </Link>
        </Fact>
        <Fact name="Last authenticated">
          <When date={dateOf(device.LastAuthenticatedDate)} />{' '}
          <small>
            <When as="exact" date={dateOf(device.LastAuthenticatedDate)} />
          </small>
        </Fact>
        <Fact name="First tracked">
          <When as="exact" date={dateOf(device.FirstTrackedDate)} />
        </Fact>
        <Fact name="Last MFA">{LastMfa && mfaWords(LastMfa)}</Fact>
        <Fact name="Address">{device.LastIpUsed}</Fact>
        <Fact name="Place">
          {device.Place && (
            <>
              {device.Place} <small>by its address, approximate</small>
            </>
          )}
        </Fact>
        <Fact name="Secret">
          {HasVerifier === undefined
            ? undefined
            : HasVerifier
              ? 'A verifier is on record; the secret itself never left the device.'
              : 'None: it cannot prove itself.'}
        </Fact>
        <Fact name="Device key">
          <span className="fact-key">
            <code>{device.DeviceKey}</code>
            <CopyButton text={device.DeviceKey} label="Copy the device key" />
          </span>
        </Fact>
        <Fact name="Group key">{device.DeviceGroupKey && <code>{device.DeviceGroupKey}</code>}</Fact>
      </Facts>
      {UserAgent !== undefined && (
        <details className="more">
          <summary>User agent, as it was sent</summary>
          <code dir="ltr">{UserAgent}</code>
        </details>
      )}
    </section>
  )
}

type SessionsProps = { sessions: Responses['AdminGetTrackedDevice']['Sessions'] }

const OpenSessions = ({ sessions }: SessionsProps) => (
  <section className="panel" aria-label="Open sessions">
    <header className="panel-head">
      <h2>Open sessions</h2>
      {sessions.length > 0 && <p>{sessions.length}</p>}
    </header>
    {sessions.length === 0 ? (
      <p className="muted">None: nobody is signed in on this device.</p>
    ) : (
      <ul className="sessions">
        {sessions.map(({ SessionId, ClientId, ClientName, StartedDate, ExpiresDate }) => (
          <li key={SessionId}>
            <Name>{ClientName ?? ClientId}</Name>
            <small>
              Since <When date={dateOf(StartedDate)} /> · ends <When as="day" date={dateOf(ExpiresDate)} /> at
              the latest
            </small>
          </li>
        ))}
      </ul>
    )}
  </section>
)
