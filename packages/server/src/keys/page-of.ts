import type { Keyring } from './keyring.js'
import { readPageToken, writePageToken } from './page-token.js'

/** The protocol's own maximum, and what 0 or no limit means. */
const LONGEST_PAGE = 60

/**
 * One page of a list that is in the order of its positions, and the token of the next one.
 * Throws InvalidParameterException for a token of another list.
 * @param list the operation and whose list it is.
 */
export async function pageOf<Item>(
  keyring: Keyring,
  list: string,
  { limit, token }: { limit: number | undefined; token: string | undefined },
  items: { read(after: string, limit: number): Promise<Item[]>; positionOf(item: Item): string },
): Promise<{ page: Item[]; next: string | undefined }> {
  const after = token === undefined ? '' : String(readPageToken(keyring, list, token))
  const length = limit || LONGEST_PAGE
  const found = await items.read(after, length + 1)
  const page = found.slice(0, length)
  const last = found.length > length ? page.at(-1) : undefined
  const next = last === undefined ? undefined : writePageToken(keyring, list, items.positionOf(last))
  return { page, next }
}
