import { soonEnough } from '../soon-enough.js'
import { crossOriginHeaders } from './cross-origin.js'

/** For whoever decides about restarts and traffic: liveness and readiness are two questions. */

/** `ok`, or what is wrong in a word or two: it is public, so it tells nothing of why. */
export type Checks = Record<string, string>

const headers = { ...crossOriginHeaders, 'cache-control': 'no-store' }

/** The process is alive. Nothing is asked: a node is not to be restarted because its database is away. */
export const alive = () => Response.json({ status: 'ok' }, { status: 200, headers })

/** Whether this node may get traffic. */
export function readiness(checks: Checks): Response {
  const ready = Object.values(checks).every((check) => check === 'ok')
  return Response.json(
    { status: ready ? 'ready' : 'not ready', checks },
    { status: ready ? 200 : 503, headers },
  )
}

/** What a node says before its database is open and its tables are up to date. */
export const starting = (): Checks => ({ started: 'starting' })

/**
 * Asks a database whether it answers, `milliseconds` at most. While one question is open no other is asked: a database
 * that hangs is not given more to do.
 */
export function databaseCheck(ping: () => Promise<void>, milliseconds: number): () => Promise<string> {
  let open: Promise<string> | undefined
  return async () => {
    open ??= ping()
      .then(
        () => 'ok',
        () => 'failed',
      )
      .finally(() => {
        open = undefined
      })
    return (await soonEnough(open, milliseconds)) ?? 'no answer'
  }
}
