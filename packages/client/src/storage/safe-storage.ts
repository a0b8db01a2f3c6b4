import { emit } from '../events.js'
import type { KeyValueStorage } from './key-value-storage.js'

/** Keys with what they are to hold; `undefined` removes. */
export type Changes = Record<string, string | undefined>

const always = async () => true

/**
 * A storage in which a set of changes is made as a whole. Where the storage underneath refuses (quota, private mode, a
 * cookie that is too long), the whole set is kept in memory instead, and none of it remains underneath: a session is
 * never half there after a reload. It is said once.
 */
export class SafeStorage {
  readonly #storage: KeyValueStorage
  /** What the storage would not take, or does not give back: it counts before what is underneath. */
  readonly #memory = new Map<string, string | null>()
  #said = false
  #turn: Promise<unknown> = Promise.resolve()

  constructor(storage: KeyValueStorage) {
    this.#storage = storage
  }

  async get(key: string): Promise<string | undefined> {
    if (this.#memory.has(key)) return this.#memory.get(key) ?? undefined
    try {
      return (await this.#storage.getItem(key)) ?? undefined
    } catch (error) {
      this.#say(error)
      return undefined
    }
  }

  /**
   * Makes a set of changes, one set after the other.
   *
   * @param onlyIf asked when the set's turn has come: what it looks at does not change before the set is made
   * @returns whether it was made
   */
  change(changes: Changes, onlyIf: () => Promise<boolean> = always): Promise<boolean> {
    const turn = this.#turn.then(async () => {
      if (!(await onlyIf())) return false
      await this.#make(changes)
      return true
    })
    this.#turn = turn.catch(() => {})
    return turn
  }

  async #make(changes: Changes): Promise<void> {
    const entries = Object.entries(changes)
    try {
      for (const [key, value] of entries) {
        await (value === undefined ? this.#storage.removeItem(key) : this.#storage.setItem(key, value))
      }
      for (const [key] of entries) this.#memory.delete(key)
    } catch (error) {
      this.#say(error)
      for (const [key, value] of entries) this.#memory.set(key, value ?? null)
      await Promise.allSettled(entries.map(async ([key]) => this.#storage.removeItem(key)))
    }
  }

  #say(error: unknown): void {
    if (this.#said) return
    this.#said = true
    emit({ type: 'storageUnavailable', error })
    console.warn('Latchkey: storage refuses. This sign-in lasts until the page is closed.', error)
  }
}

const known = new WeakMap<KeyValueStorage, SafeStorage>()

/** One for each storage: what it would not take is still there when the app is configured again. */
export function safe(storage: KeyValueStorage): SafeStorage {
  const found = known.get(storage) ?? new SafeStorage(storage)
  known.set(storage, found)
  return found
}
