import type { InitiateAuthResponse } from '@latchkey/wire'
import type { Device } from './device.js'
import type { Person } from './person.js'
import { claim, deviceIdentity, srpA } from './proof.js'
import type { TestPool } from './user-pool.js'

/** The first half of a device's proof is sent; what comes back sends the second, which is right. */
export async function halfProved(
  { clock }: Pick<TestPool, 'clock'>,
  device: Device,
  { username, password }: Person,
): Promise<() => Promise<InitiateAuthResponse>> {
  const ephemeral = await srpA()
  const { deviceKey, deviceGroupKey, secret } = device.keys
  const base = { USERNAME: username, DEVICE_KEY: deviceKey }
  const begun = await device.begin('USER_PASSWORD_AUTH', { ...base, PASSWORD: password })
  const { Session, ChallengeParameters: challenge = {} } = await device.respond(
    'DEVICE_SRP_AUTH',
    { ...base, SRP_A: ephemeral.SRP_A },
    begun.Session,
  )
  const identity = deviceIdentity(deviceGroupKey, deviceKey)
  const proof = await claim({ identity, secret, ephemeral, challenge, at: clock.now() })
  return () => device.respond('DEVICE_PASSWORD_VERIFIER', { ...base, ...proof }, Session)
}
