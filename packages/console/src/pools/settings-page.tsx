import './settings.css'
import { Skeleton } from '@latchkey/react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { reading } from '../server/queries.js'
import { Answer } from '../shell/answer.js'
import { Page } from '../shell/page.js'
import { PoolTitle } from './pool-title.js'
import { DevicePanel } from './settings/device-panel.js'
import { MfaPanel } from './settings/mfa-panel.js'
import { PasswordPanel } from './settings/password-panel.js'

/** As large as what comes, so that nothing moves: `settings.css` knows. */
const Place = ({ name }: { name: 'devices' | 'mfa' | 'passwords' }) => (
  <div className={`${name}-settings-place`}>
    <Skeleton height="100%" />
  </div>
)

export function SettingsPage() {
  const { poolId } = useParams({ from: '/pools/$poolId/settings' })
  const pool = useQuery(reading('DescribeUserPool', { UserPoolId: poolId }))
  const mfa = useQuery(reading('GetUserPoolMfaConfig', { UserPoolId: poolId }))
  return (
    <Page title="Settings" about={<PoolTitle poolId={poolId} />}>
      <Answer of={pool} meanwhile={<Place name="devices" />}>
        {({ UserPool = {} }) => <DevicePanel poolId={poolId} pool={UserPool} />}
      </Answer>
      <Answer of={mfa} meanwhile={<Place name="mfa" />}>
        {(configuration) => <MfaPanel poolId={poolId} configuration={configuration} />}
      </Answer>
      <Answer of={pool} meanwhile={<Place name="passwords" />}>
        {({ UserPool = {} }) => <PasswordPanel poolId={poolId} pool={UserPool} />}
      </Answer>
    </Page>
  )
}
