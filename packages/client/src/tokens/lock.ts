import type { World } from '../world.js'

/** The part of Web Locks that is used; TypeScript's DOM library does not know that it may be missing. */
type Locks = { request<Value>(name: string, work: () => Promise<Value>): Promise<Value> }

const tails = new Map<string, Promise<unknown>>()

/**
 * Does one piece of work of a name at a time: in all tabs and workers of the origin where there are Web Locks
 * (https://www.w3.org/TR/web-locks/), else in this one. On a server at once: each request has a world of its own, and
 * must not wait for that of another user.
 */
export async function alone<Value>(
  { pool, onServer }: World,
  name: string,
  work: () => Promise<Value>,
): Promise<Value> {
  if (onServer) return work()
  const lock = `latchkey ${name} ${pool.clientId}`
  const locks: Locks | undefined = globalThis.navigator?.locks
  if (locks) return locks.request(lock, work)
  const turn = (tails.get(lock) ?? Promise.resolve()).then(work)
  tails.set(
    lock,
    turn.catch(() => {}),
  )
  return turn
}
