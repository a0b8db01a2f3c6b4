import { encodeName } from '../storage/cookie-storage.js'
import type { KeyValueStorage } from '../storage/key-value-storage.js'
import type { CookieAdapter, CookieAttributes } from './cookies.js'

/** The browser's clock is not this one's: its drift is neither used here, nor overwritten with that of this server. */
const isTheBrowsers = (key: string) => key.endsWith('.clockDrift')

/** The cookies of one request as a storage. What is written stays in here until it is known to be good. */
export class RequestStorage implements KeyValueStorage {
  readonly #cookies: CookieAdapter
  readonly #attributes: CookieAttributes
  /** Empty for what was removed: no value of a session is. */
  readonly #changes = new Map<string, string>()

  constructor(cookies: CookieAdapter, attributes: CookieAttributes) {
    this.#cookies = cookies
    this.#attributes = attributes
  }

  async getItem(key: string): Promise<string | null> {
    if (isTheBrowsers(key)) return null
    return (this.#changes.get(key) ?? this.#cookies.get(encodeName(key))) || null
  }

  async setItem(key: string, value: string): Promise<void> {
    if (!isTheBrowsers(key)) this.#changes.set(key, value)
  }

  async removeItem(key: string): Promise<void> {
    this.#changes.set(key, '')
  }

  async clear(): Promise<void> {
    throw new Error('The cookies of a request are not cleared: they are not all of this library.')
  }

  /** Back to what the cookies say. */
  discard(): void {
    this.#changes.clear()
  }

  /**
   * Sets the cookies. Changes remain visible to this request either way.
   *
   * @returns false where none can be set any more, as in a server component of Next.js: the answer is on its way
   */
  write(): boolean {
    try {
      for (const [key, value] of this.#changes) this.#write(encodeName(key), value)
      return true
    } catch {
      return false
    }
  }

  #write(name: string, value: string): void {
    if (value) this.#cookies.set(name, value, this.#attributes)
    else if (this.#cookies.get(name) !== undefined)
      this.#cookies.set(name, '', { ...this.#attributes, maxAge: 0 })
  }
}
