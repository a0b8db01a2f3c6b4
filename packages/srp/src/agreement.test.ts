import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bigIntEngine } from './big-int-engine.js'
import { bigIntToHex, bytesToBigInt, concat, fromBase64, hexToBigInt, toBase64 } from './bytes.js'
import { claimSignature } from './claim.js'
import { clientEphemeral, clientSessionKey } from './client.js'
import type { Engine } from './engine.js'
import { N } from './group.js'
import { deviceIdentity, type Identity, userIdentity } from './identity.js'
import { nodeSrpServer } from './node/node-srp-server.js'
import { openSslEngine } from './node/open-ssl-engine.js'
import { parsePublicValue, parseSalt, parseVerifier } from './parse.js'
import { srpServer } from './server.js'
import { makeVerifier, newDeviceSecret } from './verifier.js'
import { yieldingEngine } from './yielding-engine.js'

const alice = userIdentity('us-east-1_7DZy4Fkn7', 'alice')

type Registered = { identity: Identity; salt: Uint8Array; verifier: Uint8Array }

/** A whole proof with nothing between the halves but what travels: hex texts. Returns both keys. */
async function prove(client: Engine, server: Engine, registered: Registered, secret: string, bits = 256) {
  const { a, A } = await clientEphemeral(client, bits)
  const received = parsePublicValue(bigIntToHex(A))
  if (!received) throw new Error('the server refused an honest A')
  const half = srpServer(server)
  const { b, B } = await half.challenge(registered.verifier)
  const serverKey = await half.sessionKey({ A: received, b, B, verifier: registered.verifier })

  const seen = hexToBigInt(bigIntToHex(bytesToBigInt(B)))
  const salt = hexToBigInt(bigIntToHex(bytesToBigInt(registered.salt)))
  if (seen === undefined || salt === undefined) throw new Error('the server sent no hex')
  const clientKey = await clientSessionKey(client, {
    identity: registered.identity,
    secret,
    salt,
    a,
    A,
    B: seen,
  })
  return { clientKey, serverKey }
}

test('the half with a table for powers of g proves what the plain one proves', async () => {
  const salt = Uint8Array.of(1, 2, 3)
  const [plain, tabled] = [srpServer(openSslEngine), nodeSrpServer()]
  const verifier = await tabled.verifier(alice, 'Correct horse 1', salt)
  expect(verifier).toEqual(await plain.verifier(alice, 'Correct horse 1', salt))
  for (let round = 0; round < 20; round += 1) {
    const { a, A } = await clientEphemeral(openSslEngine)
    const shown = parsePublicValue(bigIntToHex(A)) ?? new Uint8Array()
    const { b, B } = await tabled.challenge(verifier)
    const key = await tabled.sessionKey({ A: shown, b, B, verifier })
    expect(key).toEqual(await plain.sessionKey({ A: shown, b, B, verifier }))
    const input = { identity: alice, secret: 'Correct horse 1', salt: bytesToBigInt(salt), a, A }
    expect(key).toEqual(await clientSessionKey(openSslEngine, { ...input, B: bytesToBigInt(B) }))
  }
})

describe.each([
  [bigIntEngine, bigIntEngine],
  [bigIntEngine, openSslEngine],
  [openSslEngine, bigIntEngine],
  [openSslEngine, openSslEngine],
  [yieldingEngine, openSslEngine],
])('client on $name, server on $name', (client, server) => {
  test('a user with any password and any salt proves it', async () => {
    const password = fc.string({ unit: 'grapheme', minLength: 1 })
    const salts = fc.uint8Array({ minLength: 1, maxLength: 32 })
    await fc.assert(
      fc.asyncProperty(password, salts, async (secret, salt) => {
        const verifier = await srpServer(server).verifier(alice, secret, salt)
        const { clientKey, serverKey } = await prove(
          client,
          server,
          { identity: alice, salt, verifier },
          secret,
        )
        expect(serverKey).toEqual(clientKey)
        expect(clientKey).toHaveLength(16)
      }),
      { numRuns: 12 },
    )
  })

  test('a new device registers over the wire, and then proves its secret', async () => {
    const identity = deviceIdentity('-v7w9UcY6', 'us-west-2_a1b2c3d4-5678-90ab-cdef-0123456789ab')
    const made = await newDeviceSecret(client, identity.group, identity.id)
    const salt = parseSalt(toBase64(made.salt))
    const verifier = parseVerifier(toBase64(made.verifier))
    if (!salt || !verifier) throw new Error('the server refused an honest registration')
    const { clientKey, serverKey } = await prove(client, server, { identity, salt, verifier }, made.secret)
    expect(serverKey).toEqual(clientKey)
  })

  test("an exponent of 1024 bits, as AWS's clients draw it, is as good", async () => {
    const salt = Uint8Array.of(1, 2, 3)
    const verifier = await makeVerifier(client, alice, 'secret', salt)
    const registered = { identity: alice, salt, verifier }
    const { clientKey, serverKey } = await prove(client, server, registered, 'secret', 1024)
    expect(serverKey).toEqual(clientKey)
  })

  test('a wrong secret, or another identity, gives another key', async () => {
    const salt = Uint8Array.of(1, 2, 3)
    const registered = { identity: alice, salt, verifier: await makeVerifier(client, alice, 'right', salt) }
    const wrong = await prove(client, server, registered, 'wrong')
    expect(wrong.serverKey).not.toEqual(wrong.clientKey)
    const bob = { ...registered, identity: { ...alice, id: 'bob' } }
    const other = await prove(client, server, bob, 'right')
    expect(other.serverKey).not.toEqual(other.clientKey)
  })
})

describe('numbers whose top bit is set', () => {
  test('make a salt of 17 bytes, and the proof holds', async () => {
    const salt = new Uint8Array(16).fill(0xff)
    const verifier = await makeVerifier(openSslEngine, alice, 'secret', salt)
    const { clientKey, serverKey } = await prove(
      openSslEngine,
      openSslEngine,
      { identity: alice, salt, verifier },
      'secret',
    )
    expect(parseSalt(toBase64(salt))).toEqual(concat([Uint8Array.of(0), salt]))
    expect(serverKey).toEqual(clientKey)
  })

  test('make verifiers of 385 bytes as well as of 384, and the proof holds for both', async () => {
    const lengths = new Set<number>()
    for (let i = 1; i <= 12; i += 1) {
      const salt = Uint8Array.of(i)
      const verifier = await makeVerifier(openSslEngine, alice, 'secret', salt)
      const registered = { identity: alice, salt, verifier }
      const { clientKey, serverKey } = await prove(openSslEngine, openSslEngine, registered, 'secret')
      expect(serverKey).toEqual(clientKey)
      lengths.add(verifier.length)
    }
    expect([...lengths].sort()).toEqual([384, 385])
  })
})

test('zeros in front of a salt make no difference', async () => {
  const plain = await makeVerifier(openSslEngine, alice, 'secret', Uint8Array.of(0x8e, 1))
  const padded = await makeVerifier(openSslEngine, alice, 'secret', Uint8Array.of(0, 0, 0x8e, 1))
  expect(padded).toEqual(plain)
})

test('public values of odd hex length occur, and the proof holds', async () => {
  const salt = Uint8Array.of(7)
  const verifier = await makeVerifier(openSslEngine, alice, 'secret', salt)
  let odd = 0
  for (let i = 0; i < 2000 && odd < 2; i += 1) {
    const { a, A } = await clientEphemeral(openSslEngine)
    const hex = bigIntToHex(A)
    const received = parsePublicValue(hex)
    if (hex.length % 2 === 0 || !received) continue
    odd += 1
    const server = srpServer(openSslEngine)
    const { b, B } = await server.challenge(verifier)
    const input = { identity: alice, secret: 'secret', salt, a, A, B: bytesToBigInt(B) }
    expect(await server.sessionKey({ A: received, b, B, verifier })).toEqual(
      await clientSessionKey(openSslEngine, input),
    )
  }
  expect(odd).toBe(2)
})

test('a claim signed by one engine is the same claim on the other', async () => {
  const [key, block] = [Uint8Array.of(1, 2, 3), Uint8Array.of(0, 255)]
  const on = (engine: Engine) => claimSignature(engine, key, alice, block, 'Tue May 7 00:09:40 UTC 2024')
  expect(await on(bigIntEngine)).toBe(await on(openSslEngine))
  expect(await on(openSslEngine)).toHaveLength(44)
})

test('a device secret is the text of 40 random bytes, and never the same twice', async () => {
  const one = await newDeviceSecret(openSslEngine, '-group', 'key')
  const two = await newDeviceSecret(openSslEngine, '-group', 'key')
  expect(fromBase64(one.secret)).toHaveLength(40)
  expect(two.secret).not.toBe(one.secret)
  expect(two.salt).not.toEqual(one.salt)
  expect(bytesToBigInt(one.verifier) < N).toBe(true)
})
