/** What only a Latchkey server can do: Amazon Cognito has no operation for it. */

export { fetchTimeline } from './fetchTimeline.js'
export { fetchTrackedDevices } from './fetchTrackedDevices.js'
export { forgetOtherDevices } from './forgetOtherDevices.js'
export { renameDevice } from './renameDevice.js'
export { reportDevice } from './reportDevice.js'
export { signOutDevice } from './signOutDevice.js'
export type * from './types.js'
