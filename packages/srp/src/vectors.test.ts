import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bigIntEngine } from './big-int-engine.js'
import { bigIntToHex, bytesToBigInt, bytesToHex, fromBase64, hexToBigInt, pad, toBase64 } from './bytes.js'
import { claimSignature } from './claim.js'
import { type ClientSessionKeyInput, clientSecret, clientSessionKey } from './client.js'
import { g } from './group.js'
import { deviceIdentity, userIdentity } from './identity.js'
import { openSslEngine } from './node/open-ssl-engine.js'
import { parsePublicValue, parseSalt, parseVerifier } from './parse.js'
import { serverPublicValue, srpServer } from './server.js'
import { makeVerifier } from './verifier.js'
import { yieldingEngine } from './yielding-engine.js'

type DeviceVector = Record<
  | 'label'
  | 'group'
  | 'key'
  | 'devicePassword'
  | 'saltB64'
  | 'salt_hex'
  | 'verifierB64'
  | 'a'
  | 'b'
  | 'SRP_A'
  | 'SRP_B'
  | 'u'
  | 'hkdf'
  | 'ts'
  | 'secretBlockB64'
  | 'signature',
  string
> & { verifier_bytes: number }

type UserVector = Record<
  'source' | 'poolName' | 'userIdForSrp' | 'password' | 'salt' | 'a' | 'B' | 'u' | 'S' | 'K',
  string
>

function vectors(name: string): string {
  return readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')
}

/** Vectors are ours to read, so what is not in its format is a fault of the test. */
function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a vector is malformed')
  return value
}

const number = (hex: string) => given(hexToBigInt(hex))
const bytes = (base64: string) => given(fromBase64(base64))

const deviceVectors: DeviceVector[] = vectors('device.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
const userVector: UserVector = JSON.parse(vectors('user.json'))

describe.each([bigIntEngine, openSslEngine, yieldingEngine])('$name', (engine) => {
  describe.each(deviceVectors)('device, by amazon-cognito-identity-js 6.3.21: $label', (vector) => {
    const identity = deviceIdentity(vector.group, vector.key)
    const verifier = given(parseVerifier(vector.verifierB64))
    const clientInput: ClientSessionKeyInput = {
      identity,
      secret: vector.devicePassword,
      salt: number(vector.salt_hex),
      a: number(vector.a),
      A: number(vector.SRP_A),
      B: number(vector.SRP_B),
    }

    test('the verifier is the one that the client registered', async () => {
      const made = await makeVerifier(engine, identity, vector.devicePassword, bytes(vector.saltB64))
      expect(toBase64(made)).toBe(vector.verifierB64)
      expect(made).toHaveLength(vector.verifier_bytes)
      expect(verifier).toEqual(made)
    })

    test('the salt is the same number on the wire as hex and as base64', () => {
      expect(bytesToHex(given(parseSalt(vector.saltB64)))).toBe(vector.salt_hex)
    })

    test('the client sends this SRP_A', async () => {
      expect(bigIntToHex(await engine.modPow(g, number(vector.a)))).toBe(vector.SRP_A)
    })

    test('the server answers this SRP_B', async () => {
      const B = serverPublicValue(bytesToBigInt(verifier), await engine.modPow(g, number(vector.b)))
      expect(bigIntToHex(B)).toBe(vector.SRP_B)
    })

    test('the client scrambles with this u and derives this key', async () => {
      expect(bigIntToHex((await clientSecret(engine, clientInput)).u)).toBe(vector.u)
      expect(bytesToHex(await clientSessionKey(engine, clientInput))).toBe(vector.hkdf)
    })

    test('the server derives the same key', async () => {
      const A = given(parsePublicValue(vector.SRP_A))
      const B = pad(number(vector.SRP_B))
      const key = await srpServer(engine).sessionKey({ A, b: pad(number(vector.b)), B, verifier })
      expect(bytesToHex(given(key))).toBe(vector.hkdf)
    })

    test('the key signs the claim with this signature', async () => {
      const key = await clientSessionKey(engine, clientInput)
      const signature = await claimSignature(engine, key, identity, bytes(vector.secretBlockB64), vector.ts)
      expect(signature).toBe(vector.signature)
    })
  })

  test(`user, by ${userVector.source}: the client finds this u, S and K`, async () => {
    const a = number(userVector.a)
    const input: ClientSessionKeyInput = {
      identity: userIdentity(`us-east-1_${userVector.poolName}`, userVector.userIdForSrp),
      secret: userVector.password,
      salt: number(userVector.salt),
      a,
      A: await engine.modPow(g, a),
      B: number(userVector.B),
    }
    const { S, u } = await clientSecret(engine, input)
    expect(bigIntToHex(u)).toBe(userVector.u)
    expect(bigIntToHex(S)).toBe(userVector.S)
    expect(bytesToHex(await clientSessionKey(engine, input))).toBe(userVector.K)
  })
})
