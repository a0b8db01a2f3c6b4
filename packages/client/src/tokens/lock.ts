import type { World } from '../world.js'

/** The part of Web Locks that is used; TypeScript's DOM library does not know that it may be missing. */
type Locks = { request<Value>(name: string, work: () => Promise<Value>): Promise<Value> }

const tails = new Map<string, Promise<unknown>>()

/**
 * Does one piece of work of a name at a time: in all tabs and workers of the origin where there are Web Locks
 * (https://www.w3.org/TR/web-locks/), else in this one.
 */
export function alone<Value>({ pool }: World, name: string, work: () => Promise<Value>): Promise<Value> {
  const lock = `latchkey ${name} ${pool.clientId}`
  const locks: Locks | undefined = globalThis.navigator?.locks
  return locks ? inAllTabs(locks, lock, work) : inThisTab(lock, work)
}

function inThisTab<Value>(lock: string, work: () => Promise<Value>): Promise<Value> {
  const turn = (tails.get(lock) ?? Promise.resolve()).then(work)
  tails.set(
    lock,
    turn.catch(() => {}),
  )
  return turn
}

/**
 * What one tab writes to local storage, others see a little later, and a lock may get to them before it: in Chromium
 * every second time, by up to 100 ms. Who went on with what stood there before would use a refresh token twice. So the
 * work is over when it is, and the lock is free a moment later.
 */
const UNTIL_OTHERS_SEE_IT = 200

/** Where locks are refused (a sandboxed frame, blocked site data), there are no other tabs to mind either. */
function inAllTabs<Value>(locks: Locks, lock: string, work: () => Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    let isHeld = false
    const held = async () => {
      isHeld = true
      await work().then(resolve, reject)
      await new Promise((seen) => setTimeout(seen, UNTIL_OTHERS_SEE_IT))
    }
    locks.request(lock, held).catch((error) => {
      if (isHeld) reject(error)
      else inThisTab(lock, work).then(resolve, reject)
    })
  })
}
