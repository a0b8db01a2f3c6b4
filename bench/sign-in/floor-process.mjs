// @ts-check
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { bytesToBigInt, g, k, N } from '@latchkey/srp'
import { openSslEngine } from '@latchkey/srp/node'
import { answer, cpuMilliseconds } from '../shared/answer.mjs'

/**
 * The floor: the arithmetic that no server of this protocol can do without, and nothing else. For each sign-in the
 * exponentiations of two SRP proofs (the password's and the device's) and two RS256 signatures.
 */

const { modPow } = openSslEngine
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
// As long as the signed part of a token.
const content = randomBytes(700)
const drawn = (/** @type {number} */ bytes) => bytesToBigInt(randomBytes(bytes))
const [v, A] = [drawn(383), drawn(383)]

function proof() {
  const b = drawn(32)
  const B = (k * v + modPow(g, b)) % N
  const u = drawn(32)
  const S = modPow(A * modPow(v, u), b)
  return B ^ S
}

function signIn() {
  proof()
  proof()
  sign('sha256', content, privateKey)
  sign('sha256', content, privateKey)
}

answer(
  {
    /** CPU milliseconds of `count` sign-ins. */
    run({ count }) {
      const before = cpuMilliseconds()
      for (let done = 0; done < count; done += 1) signIn()
      return cpuMilliseconds() - before
    },
  },
  async () => {},
)
