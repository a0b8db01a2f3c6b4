import { getCurrentDevice } from '@latchkey/auth'
import type { SignInOptions } from './sign-in-options.js'

/** Whether it makes a difference to ask: the device is tracked, not remembered yet, and could answer for MFA. */
export async function mayBeRemembered(options: SignInOptions): Promise<boolean> {
  const { DevicesTracked, DevicesRememberedOnPrompt, RememberedDevicesSkipMfa } = options
  if (!DevicesTracked || !DevicesRememberedOnPrompt || !RememberedDevicesSkipMfa) return false
  const device = await getCurrentDevice().catch(() => undefined)
  return device !== undefined && !device.isRemembered
}
