import { vi } from 'vitest'

/** As much of IndexedDB as the vault of @latchkey/auth asks for, until the end of the story. */

type Operation = 'get' | 'put' | 'delete'

export type FakeIndexedDb = Disposable & {
  /** What is in it, by its key. */
  records: Map<string, unknown>
  /** Requests of this kind fail from now on: all, or the next so many. */
  refuse(operation: Operation, times?: number): void
  /** All requests succeed again. */
  recover(): void
}

/** A transaction of one request, as far as it is used. */
type Transaction = {
  error: DOMException | null
  oncomplete?: () => void
  onerror?: () => void
  objectStore(): Record<Operation, (...args: never[]) => { result: unknown }>
}

export function fakeIndexedDb(): FakeIndexedDb {
  const records = new Map<string, unknown>()
  const refusals = new Map<Operation, number>()

  const isRefused = (operation: Operation): boolean => {
    const left = refusals.get(operation) ?? 0
    refusals.set(operation, left - 1)
    return left > 0
  }

  function transaction(): Transaction {
    const run = (operation: Operation, act: () => unknown) => {
      const request = { result: undefined as unknown }
      setTimeout(() => {
        if (isRefused(operation)) {
          self.error = new DOMException('The disk does not answer.', 'UnknownError')
          self.onerror?.()
        } else {
          request.result = act()
          self.oncomplete?.()
        }
      })
      return request
    }
    const self: Transaction = {
      error: null,
      objectStore: () => ({
        get: (key: string) => run('get', () => records.get(key)),
        put: (value: unknown, key: string) => run('put', () => void records.set(key, value)),
        delete: (key: string) => run('delete', () => void records.delete(key)),
      }),
    }
    return self
  }

  function open() {
    const opening = { result: { transaction, close() {} }, onsuccess: () => {} }
    setTimeout(() => opening.onsuccess())
    return opening
  }

  vi.stubGlobal('indexedDB', { open })
  return {
    records,
    refuse: (operation, times = Number.POSITIVE_INFINITY) => void refusals.set(operation, times),
    recover: () => refusals.clear(),
    [Symbol.dispose]: () => void vi.unstubAllGlobals(),
  }
}
