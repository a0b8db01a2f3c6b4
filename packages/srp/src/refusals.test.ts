import { describe, expect, test } from 'vitest'
import { bigIntEngine } from './big-int-engine.js'
import { bytesToBigInt, pad } from './bytes.js'
import { clientEphemeral, clientSessionKey } from './client.js'
import type { Engine } from './engine.js'
import { g, k, N } from './group.js'
import { userIdentity } from './identity.js'
import { openSslEngine } from './node/open-ssl-engine.js'
import { srpServer } from './server.js'

const identity = userIdentity('us-east-1_7DZy4Fkn7', 'alice')
const salt = Uint8Array.of(1)

describe.each([bigIntEngine, openSslEngine])('on $name', (engine) => {
  const server = srpServer(engine)
  const zeroHash: Engine = { ...engine, sha256: () => new Uint8Array(32) }

  test.each([0n, N, 2n * N])('the server derives no key from an A that is 0 modulo N (%#)', async (A) => {
    const verifier = await server.verifier(identity, 'secret', salt)
    const challenge = await server.challenge(verifier)
    expect(await server.sessionKey({ A: pad(A), ...challenge, verifier })).toBeUndefined()
  })

  test('the server derives no key from an empty A', async () => {
    const verifier = await server.verifier(identity, 'secret', salt)
    const challenge = await server.challenge(verifier)
    expect(await server.sessionKey({ A: new Uint8Array(), ...challenge, verifier })).toBeUndefined()
  })

  test('the server derives no key when u is 0', async () => {
    const verifier = await server.verifier(identity, 'secret', salt)
    const challenge = await server.challenge(verifier)
    const input = { A: pad((await clientEphemeral(engine)).A), ...challenge, verifier }
    expect(await srpServer(zeroHash).sessionKey(input)).toBeUndefined()
    expect(await server.sessionKey(input)).toHaveLength(16)
  })

  test.each([0n, 1n, N, N + 2n])('the server rejects a verifier that is none (%#)', async (v) => {
    const verifier = pad(v)
    await expect(server.challenge(verifier)).rejects.toThrow(RangeError)
    const input = { A: pad(2n), b: pad(3n), B: pad(4n), verifier }
    await expect(server.sessionKey(input)).rejects.toThrow(RangeError)
  })

  test.each([0n, N, 2n * N, -N])('the client gives up on a B that is 0 modulo N (%#)', async (B) => {
    const input = { identity, secret: 'secret', salt, ...(await clientEphemeral(engine)), B }
    await expect(clientSessionKey(engine, input)).rejects.toMatchObject({
      name: 'ServerRefused',
      code: 'B_IS_ZERO',
    })
  })

  test('the client gives up when u is 0', async () => {
    const input = { identity, secret: 'secret', salt, ...(await clientEphemeral(engine)), B: 2n }
    await expect(clientSessionKey(zeroHash, input)).rejects.toMatchObject({
      name: 'ServerRefused',
      code: 'U_IS_ZERO',
    })
  })

  test('the client takes no negative salt', async () => {
    const input = { identity, secret: 'secret', salt: -1n, ...(await clientEphemeral(engine)), B: 2n }
    await expect(clientSessionKey(engine, input)).rejects.toThrow(RangeError)
  })

  test.each([0, 128, 255, 257, 256.5, Number.NaN])(
    'the client draws no exponent of %d bits',
    async (bits) => {
      await expect(clientEphemeral(engine, bits)).rejects.toThrow(RangeError)
    },
  )
})

test('the server draws again when B comes out as 0', async () => {
  const unlucky = new Uint8Array(32).fill(7)
  const lucky = new Uint8Array(32).fill(8)
  const draws = [unlucky, lucky]
  const rigged: Engine = { ...openSslEngine, randomBytes: () => draws.shift() ?? new Uint8Array(32) }
  // The v for which k·v + g^b ≡ 0, by Fermat's inverse of k.
  const power = openSslEngine.modPow(g, bytesToBigInt(unlucky))
  const v = ((N - power) * openSslEngine.modPow(k, N - 2n)) % N
  const { b, B } = await srpServer(rigged).challenge(pad(v))
  expect(b).toEqual(lucky)
  expect(bytesToBigInt(B)).not.toBe(0n)
})

test("the server's exponent has 256 bits, and B is less than N", async () => {
  const { b, B } = await srpServer(openSslEngine).challenge(pad(N - 2n))
  expect(b).toHaveLength(32)
  expect(bytesToBigInt(B) < N).toBe(true)
})

test("the client's exponent has as many bits as asked for, 256 unless told", async () => {
  const ones: Engine = { ...openSslEngine, randomBytes: (count) => new Uint8Array(count).fill(0xff) }
  expect((await clientEphemeral(ones)).a).toBe((1n << 256n) - 1n)
  expect((await clientEphemeral(ones, 1024)).a).toBe((1n << 1024n) - 1n)
})
