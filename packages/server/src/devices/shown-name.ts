import { describeUserAgent } from '../events/user-agent.js'

type Named = { name: string | undefined; userAgent: string | undefined }

/**
 * What people call a device: the name that it was given, or what it is: `Chrome on macOS`. Undefined where nothing is known
 * of it.
 */
export function shownName(device: Named): string | undefined {
  if (device.name && !isUserAgent(device.name)) return device.name
  const { browser, system } = describeUserAgent(device.userAgent ?? device.name?.slice(0, LONGEST))
  // It stays the same device when its browser is updated.
  const app = browser?.replace(/ \d+$/, '')
  return app && system ? `${app} on ${system}` : (app ?? system)
}

/** As long as the user agents that sign-ins leave. */
const LONGEST = 512

/**
 * A name that nobody gave: libraries for browsers confirm a device by its whole user agent, or by what client hints make
 * of it: `macOS 14.2.1 arm macOS Not A(Brand/99.0.0.0;Google Chrome/121.0.6167.160;Chromium/121.0.6167.160`
 * (getDeviceName of @aws-amplify/core 6; DeviceName in amazon-cognito-identity-js). Client hints are Chromium's alone,
 * and its own name is among them (https://wicg.github.io/ua-client-hints/#create-arbitrary-brands-section).
 */
const isUserAgent = (name: string): boolean => /^Mozilla\/\d|[ ;]Chromium\/\d/.test(name)
