import { describeUserAgent } from '../events/user-agent.js'

/**
 * What people call a device: the name that it was given, or what it is: `Chrome on macOS`. Undefined where nothing is known
 * of it.
 */
export function shownName(device: {
  name: string | undefined
  userAgent: string | undefined
}): string | undefined {
  if (device.name) return device.name
  const { browser, system } = describeUserAgent(device.userAgent)
  // It stays the same device when its browser is updated.
  const app = browser?.replace(/ \d+$/, '')
  return app && system ? `${app} on ${system}` : (app ?? system)
}
