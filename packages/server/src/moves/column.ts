import { isStorable } from '@latchkey/wire'
import type { Keyring } from '../keys/keyring.js'
import type { Row } from './move-store.js'

/** How columns travel: what may stand in them, and what becomes of those that are sealed. */

/** Whose a row is. */
export type Of = { poolId: string; row: Row }

export type Column = {
  /** Whether this may stand in the column of a file: somebody who has its key may have written it. */
  fits(cell: unknown): boolean
  /**
   * Of what is sealed under the master key: the file has it open, since the file itself is sealed, and the
   * destination seals it under its own. Undefined when it does not open.
   */
  sealed?: {
    open(keyring: Keyring, of: Of, sealed: string): string | undefined
    seal(keyring: Keyring, of: Of, plain: string): string
  }
}

const isText = (cell: unknown, most: number) =>
  // PostgreSQL has no U+0000 in a text.
  typeof cell === 'string' && cell.length <= most && !cell.includes('\0')

const isWhole = (cell: unknown, most: number) =>
  typeof cell === 'number' && Number.isSafeInteger(cell) && cell >= 0 && cell <= most

/** Names, ids, states: as long as an attribute may be. */
export const text: Column = { fits: (cell) => isText(cell, 2048) }
/** What others wrote, such as a user agent: as long as any string of the protocol. */
export const longText: Column = { fits: (cell) => isText(cell, 131_072) }
export const time: Column = { fits: (cell) => isWhole(cell, Number.MAX_SAFE_INTEGER) }
export const count: Column = { fits: (cell) => isWhole(cell, 2 ** 31 - 1) }
export const flag: Column = { fits: (cell) => cell === 0 || cell === 1 }
/** Each word of a type: the compiler misses one that is added there. */
export const oneOf = <Word extends string>(words: Record<Word, true>): Column => ({
  fits: (cell) => typeof cell === 'string' && Object.hasOwn(words, cell),
})

export const orNull = (column: Column): Column => ({
  ...column,
  fits: (cell) => cell === null || column.fits(cell),
})

/** JSON of which `isRight` holds. */
export const json = (isRight: (value: unknown) => boolean): Column => ({
  fits: (cell) => isText(cell, Number.POSITIVE_INFINITY) && isRight(parsed(cell)),
})

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isTexts = (value: unknown) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

/** PostgreSQL looks into attributes (migration 0015), and fails of an escape that stands for no character. */
export const isTextsByName = (value: unknown) =>
  isObject(value) &&
  Object.entries(value).every(
    ([name, item]) => isStorable(name) && typeof item === 'string' && isStorable(item),
  )

function parsed(cell: unknown): unknown {
  try {
    return JSON.parse(String(cell))
  } catch {
    return undefined
  }
}

const BASE64URL = /^[\w-]+$/
const isBase64url = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 8192 && BASE64URL.test(value)

/** A sealed value: in a file, its bytes as base64url. `isRight` looks at the bytes. */
export const secret = (
  contextOf: (of: Of) => string,
  isRight: (plain: Buffer) => boolean = () => true,
): Column => ({
  fits: (cell) => isBase64url(cell) && isRight(Buffer.from(cell, 'base64url')),
  sealed: {
    open: (keyring, of, sealed) => keyring.open(contextOf(of), sealed)?.toString('base64url'),
    seal: (keyring, of, plain) => keyring.seal(contextOf(of), Buffer.from(plain, 'base64url')),
  },
})

/** A JSON list of which each item has a sealed value of its own; in a file, `value` has the bytes of `sealed`. */
export const secrets = (contextOf: (of: Of) => string): Column => ({
  fits: (cell) => {
    const items = parsed(cell)
    return Array.isArray(items) && items.every((item) => isObject(item) && isBase64url(item.value))
  },
  sealed: {
    open(keyring, of, sealed) {
      const items = JSON.parse(sealed).map(({ sealed: value, ...rest }: { sealed: string }) => ({
        ...rest,
        value: keyring.open(contextOf(of), value)?.toString('base64url'),
      }))
      const allOpen = items.every(({ value }: { value: unknown }) => value !== undefined)
      return allOpen ? JSON.stringify(items) : undefined
    },
    seal(keyring, of, plain) {
      const items = JSON.parse(plain).map(({ value, ...rest }: { value: string }) => ({
        ...rest,
        sealed: keyring.seal(contextOf(of), Buffer.from(value, 'base64url')),
      }))
      return JSON.stringify(items)
    },
  },
})
