import { DeviceTimeline } from '@latchkey/react'

export const ActivitySection = () => (
  <>
    <p className="lead">
      Everything that happened to your account. Something that was not you? Say so at{' '}
      <a href="#devices">your devices</a>.
    </p>
    <div className="account-panel">
      <DeviceTimeline />
    </div>
  </>
)
