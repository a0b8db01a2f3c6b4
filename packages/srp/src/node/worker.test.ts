import { expect, test } from 'vitest'
import { bytesToBigInt, pad } from '../bytes.js'
import { clientEphemeral, clientSessionKey } from '../client.js'
import { deviceIdentity } from '../identity.js'
import { newDeviceSecret } from '../verifier.js'
import { openSslEngine } from './open-ssl-engine.js'
import { type SrpAnswer, type SrpMethod, type SrpTask, srpServerBehind } from './task.js'
import perform from './worker.js'

/** Each task and each answer goes through the structured cloning of a thread boundary, without the thread. */
const srp = srpServerBehind(async <Method extends SrpMethod>(task: SrpTask<Method>) => {
  return structuredClone(await perform(structuredClone(task as SrpTask))) as SrpAnswer<Method>
})

test('a proof holds when the server half works behind a thread boundary', async () => {
  const identity = deviceIdentity('-v7w9UcY6', 'us-west-2_a1b2')
  const { secret, salt, verifier } = await newDeviceSecret(openSslEngine, identity.group, identity.id)
  const { a, A } = await clientEphemeral(openSslEngine)
  const { b, B } = await srp.challenge(verifier)
  const input = { identity, secret, salt, a, A, B: bytesToBigInt(B) }
  const key = await srp.sessionKey({ A: pad(A), b, B, verifier })
  expect(key).toEqual(await clientSessionKey(openSslEngine, input))
  expect(await srp.verifier(identity, secret, salt)).toEqual(verifier)
})

test('a refusal crosses the boundary as undefined', async () => {
  const verifier = pad(5n)
  const { b, B } = await srp.challenge(verifier)
  expect(await srp.sessionKey({ A: pad(0n), b, B, verifier })).toBeUndefined()
})

test('a verifier that is none crosses the boundary as a rejection', async () => {
  await expect(srp.challenge(pad(1n))).rejects.toThrow(RangeError)
})

test('answers carry no memory but their own', async () => {
  const { b, B } = await perform({ method: 'challenge', args: [pad(5n)] }).then((answer) => {
    if (!answer || answer instanceof Uint8Array) throw new Error('a challenge has two parts')
    return answer
  })
  expect(b.buffer.byteLength).toBe(b.length)
  expect(B.buffer.byteLength).toBe(B.length)
})
