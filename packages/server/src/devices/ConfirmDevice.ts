import { bytesToHex, parseSalt, parseVerifier } from '@latchkey/srp'
import { sameBytes } from '@latchkey/srp/node'
import type { DeviceSecretVerifierConfigType } from '@latchkey/wire'
import { invalidParameter, missingParameter, Refusal } from '../errors.js'
import { happened } from '../events/happened.js'
import type { Operation, World } from '../operation.js'
import { authorize } from '../users/authorize.js'
import { type Device, type DeviceSecret, isTracked, stateOnConfirmation } from './device.js'
import { isCalledNow } from './rename-device.js'
import { requireTracking } from './require-device.js'

type DeviceKey = { poolId: string; userId: string; deviceKey: string }

/**
 * A device registers the verifier of the secret that it made: from here on it is tracked. The key must be the one that
 * was issued with this access token. Said again with the same verifier (a client that lost the answer retries), it is
 * answered again; with another name, the device is called so from then on. The protocol has no other operation for
 * that, and only the device itself knows its verifier: an access token alone renames nothing.
 */
export const ConfirmDevice: Operation<'ConfirmDevice'> = async (world, request) => {
  const { pool, user, deviceKey } = await authorize(world, request.AccessToken)
  const tracking = requireTracking(pool)
  if (deviceKey === undefined || deviceKey !== request.DeviceKey) throw invalidDeviceKey()
  const secret = shownSecret(request.DeviceSecretVerifierConfig)
  const key = { poolId: pool.poolId, userId: user.userId, deviceKey }
  const registration = { state: stateOnConfirmation(tracking), secret, name: request.DeviceName }
  if (await confirm(world, key, registration)) {
    world.metrics.deviceBecame(registration.state)
  } else {
    const device = await world.stores.devices.find(key)
    refuseUnlessSame(device, secret)
    await callIt(world, device, request.DeviceName)
  }
  return { UserConfirmationNecessary: tracking.onlyOnUserPrompt }
}

const confirm = (
  world: World,
  key: DeviceKey,
  registration: { state: 'not_remembered' | 'remembered'; secret: DeviceSecret; name: string | undefined },
): Promise<boolean> =>
  world.transaction(async (stores) => {
    if (!(await stores.devices.confirm(key, registration, world.clock.now()))) return false
    const reason = registration.state === 'remembered' ? 'remembered at once' : 'not remembered yet'
    await happened(world, stores, key, { kind: 'device_tracked', reason, deviceKey: key.deviceKey })
    return true
  })

async function callIt(world: World, device: Device, name: string | undefined): Promise<void> {
  if (name === undefined || name === device.name) return
  if (!(await isCalledNow(world, device, name))) throw invalidDeviceKey()
}

const invalidDeviceKey = () => invalidParameter('Invalid device key given.')

function refuseUnlessSame(device: Device | undefined, secret: DeviceSecret): asserts device is Device {
  if (!device || !isTracked(device)) throw invalidDeviceKey()
  const same = device.secret?.salt === secret.salt && sameBytes(device.secret.verifier, secret.verifier)
  if (!same)
    throw new Refusal('DeviceKeyExistsException', 'The device key is confirmed already, with another secret.')
}

/**
 * Without a verifier the device could never prove itself, though the model allows that. An empty, zero or oversized
 * one would make the proof worthless (v ≡ 0 or 1 makes the session key guessable).
 */
function shownSecret(config: DeviceSecretVerifierConfigType | undefined): DeviceSecret {
  if (config?.PasswordVerifier === undefined)
    throw missingParameter('DeviceSecretVerifierConfig.PasswordVerifier')
  if (config.Salt === undefined) throw missingParameter('DeviceSecretVerifierConfig.Salt')
  const verifier = parseVerifier(config.PasswordVerifier)
  if (!verifier) throw invalidParameter('Invalid PasswordVerifier given.')
  const salt = parseSalt(config.Salt)
  if (!salt) throw invalidParameter('Invalid Salt given.')
  return { salt: bytesToHex(salt), verifier }
}
