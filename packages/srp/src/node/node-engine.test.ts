import { describe, expect, test } from 'vitest'
import { bigIntEngine } from '../big-int-engine.js'
import { bytesToHex, utf8 } from '../bytes.js'
import type { SyncEngine } from '../engine.js'
import { N } from '../group.js'
import { chooseEngine, nodeEngine, nodeEngineChoice, TEST_BASES } from './node-engine.js'
import { openSslEngine } from './open-ssl-engine.js'

function broken(modPow: SyncEngine['modPow']): SyncEngine {
  return { ...openSslEngine, name: 'a broken engine', modPow }
}

test('this process runs on OpenSSL', () => {
  expect(nodeEngineChoice()).toEqual({ engine: openSslEngine })
})

test('the choice is made once', () => {
  expect(nodeEngineChoice()).toBe(nodeEngineChoice())
  expect(nodeEngine()).toBe(nodeEngineChoice().engine)
})

test('the self-test includes a base that is no quadratic residue, by the criterion of Euler', () => {
  const residues = TEST_BASES.map((base) => openSslEngine.modPow(base, (N - 1n) / 2n) === 1n)
  expect(residues).toEqual([true, false])
})

describe('falls back to BigInt, and says why, when an engine', () => {
  test('computes wrong powers of bases that are no residues', () => {
    const engine = broken((base, exponent) => (base === 2n ? openSslEngine.modPow(base, exponent) : 1n))
    expect(chooseEngine(engine).fault).toBe('a broken engine computes wrong powers')
  })

  test('computes wrong powers for even exponents', () => {
    const engine = broken((base, exponent) => openSslEngine.modPow(base, exponent | 1n))
    expect(chooseEngine(engine).fault).toBe('a broken engine computes wrong powers')
  })

  test('computes wrong powers for exponents beyond 256 bits', () => {
    const engine = broken((base, exponent) => openSslEngine.modPow(base, BigInt.asUintN(256, exponent)))
    expect(chooseEngine(engine).fault).toBe('a broken engine computes wrong powers')
  })

  test('throws', () => {
    const engine = broken(() => {
      throw new Error('Unspecified validation error')
    })
    expect(chooseEngine(engine).fault).toBe('a broken engine failed: Unspecified validation error')
  })

  test('is slower than BigInt itself', () => {
    const engine = broken((base, exponent) => {
      for (let i = 0; i < 4; i += 1) bigIntEngine.modPow(base, exponent)
      return bigIntEngine.modPow(base, exponent)
    })
    expect(chooseEngine(engine).fault).toMatch(
      /^a broken engine takes \d+\.\d ms for a power, no less than BigInt$/,
    )
  })
})

test('an engine that had to wait for the processor four times out of five is not slow', () => {
  let calls = 0
  const engine = broken((base, exponent) => {
    calls += 1
    for (const end = performance.now() + (calls % 5 === 0 ? 0 : 30); performance.now() < end; );
    return openSslEngine.modPow(base, exponent)
  })
  expect(chooseEngine(engine)).toEqual({ engine })
})

test('the fallback multiplies by BigInt and still hashes by node:crypto, without promises', () => {
  const { engine } = chooseEngine(broken(() => 1n))
  expect(engine.name).toBe('BigInt and hashes of node:crypto')
  expect(engine.modPow).toBe(bigIntEngine.modPow)
  const digest = engine.sha256(utf8('abc'))
  expect(digest).toBeInstanceOf(Uint8Array)
  if (digest instanceof Uint8Array) expect(bytesToHex(digest)).toMatch(/^ba7816bf.*15ad$/)
})
