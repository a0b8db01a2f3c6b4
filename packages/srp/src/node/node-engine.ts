import { bigIntEngine } from '../big-int-engine.js'
import type { SyncEngine } from '../engine.js'
import { N } from '../group.js'
import { openSslEngine } from './open-ssl-engine.js'

/** Which engine a process runs on, and why not the fast one if it does not. */
export type EngineChoice = {
  readonly engine: SyncEngine
  /** One sentence for the log, only when the self-test of `openSslEngine` failed. */
  readonly fault?: string
}

const fallbackEngine: SyncEngine = {
  ...openSslEngine,
  name: 'BigInt and hashes of node:crypto',
  modPow: bigIntEngine.modPow,
}

let chosen: EngineChoice | undefined

/**
 * The engine for this process: `openSslEngine` when it passes a self-test, else BigInt with the hashes of
 * `node:crypto`. The test runs at the first call and takes some 60 ms, so make that call at start.
 *
 * @example
 * const verifier = await makeVerifier(nodeEngine(), identity, password, salt)
 */
export function nodeEngine(): SyncEngine {
  return nodeEngineChoice().engine
}

/**
 * The same choice with its reason, for the first lines of a server's log.
 *
 * @example
 * const { engine, fault } = nodeEngineChoice()
 * if (fault) log.warn(`SRP is slow here: ${fault}`)
 */
export function nodeEngineChoice(): EngineChoice {
  chosen ??= chooseEngine(openSslEngine)
  return chosen
}

/** The candidate if it is right and fast, else the fallback and what was wrong. */
export function chooseEngine(candidate: SyncEngine): EngineChoice {
  const fault = faultOf(candidate)
  return fault === undefined ? { engine: candidate } : { engine: fallbackEngine, fault }
}

function faultOf(engine: SyncEngine): string | undefined {
  try {
    return wrongResultOf(engine) ?? slownessOf(engine)
  } catch (error) {
    return `${engine.name} failed: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Some digits of N, dense and of no special form. */
const SQUARE = ((N >> 3n) * (N >> 3n)) % N
const EXPONENT = (N >> 1000n) % (1n << 256n)

/**
 * Minus a square is no quadratic residue, since N ≡ 3 mod 4. Honest values are powers of 2 and so residues,
 * but a stranger's A need not be, and it is for the proof to fail then: `createDiffieHellman` throws from
 * Node 22 on.
 */
export const TEST_BASES: readonly bigint[] = [2n, N - SQUARE]

/** Odd and even, as short as RSA's and as long as u·x of the client's half. */
const TEST_EXPONENTS: readonly bigint[] = [0n, 2n, 65537n, EXPONENT | 1n, EXPONENT & ~1n, EXPONENT * EXPONENT]

function wrongResultOf(engine: SyncEngine): string | undefined {
  for (const base of TEST_BASES) {
    for (const exponent of TEST_EXPONENTS) {
      if (engine.modPow(base, exponent) !== bigIntEngine.modPow(base, exponent)) {
        return `${engine.name} computes wrong powers`
      }
    }
  }
  return undefined
}

const BUDGET_MS = 2

/**
 * A machine may be slow or busy without any fault of the engine's, so over the budget BigInt is the measure.
 */
function slownessOf(engine: SyncEngine): string | undefined {
  const time = shortestTime(engine)
  if (time <= BUDGET_MS || time < shortestTime(bigIntEngine)) return undefined
  return `${engine.name} takes ${time.toFixed(1)} ms for a power, no less than BigInt`
}

/** Not the median: on a machine with twenty processes to a core, half of the times are waiting for the processor. */
function shortestTime(engine: SyncEngine): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now()
    engine.modPow(N - SQUARE, EXPONENT)
    return performance.now() - start
  })
  return Math.min(...times)
}
