import { DeviceTimeline } from '@latchkey/react'

export const ActivitySection = () => (
  <>
    <p className="lead">
      Everything that happened to your account. Something that was not you? Go to your devices and say so.
    </p>
    <div className="account-panel">
      <DeviceTimeline />
    </div>
  </>
)
