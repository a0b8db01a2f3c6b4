import type { Keyring } from '../keys/keyring.js'
import { readPageToken, writePageToken } from '../keys/page-token.js'

const LONGEST_PAGE = 60

/**
 * One page of a list that is in the order of its positions, and the token of the next one.
 * Throws InvalidParameterException for a token of another list.
 * @param list the operation and whose list it is.
 */
export async function pageOf<Item>(
  keyring: Keyring,
  list: string,
  { Limit, NextToken: token }: { Limit?: number | undefined; NextToken?: string | undefined },
  items: { read(after: string, limit: number): Promise<Item[]>; positionOf(item: Item): string },
): Promise<{ items: Item[]; NextToken: string | undefined }> {
  const after = token === undefined ? '' : String(readPageToken(keyring, list, token))
  const limit = Limit || LONGEST_PAGE
  const found = await items.read(after, limit + 1)
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return {
    items: page,
    NextToken: last === undefined ? undefined : writePageToken(keyring, list, items.positionOf(last)),
  }
}
