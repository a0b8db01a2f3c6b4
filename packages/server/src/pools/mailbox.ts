/** Somebody's address, and the name beside it. Pure. */
export type Mailbox = { name: string; address: string }

/**
 * One address and no more: what stands between two of them, and what begins a line, is in none. Quoted local parts
 * are not taken; nobody has them.
 */
const ADDRESS = /^[^\s\p{C}@,;:<>()[\]\\"]{1,64}@[\p{L}\p{N}][\p{L}\p{N}.-]{0,252}$/u

export const isMailAddress = (text: string): boolean => text.length <= 254 && ADDRESS.test(text)

/**
 * `Name <name@example.com>`, with or without quotes around the name, or the address alone. Undefined for everything
 * else, and for all that has a line break or another control character in it.
 * @example
 * mailboxOf('Example <no-reply@example.com>') // { name: 'Example', address: 'no-reply@example.com' }
 */
export function mailboxOf(text: string): Mailbox | undefined {
  if (text.length > 512 || /\p{C}/u.test(text)) return undefined
  const open = text.lastIndexOf('<')
  if (open < 0) return isMailAddress(text.trim()) ? { name: '', address: text.trim() } : undefined
  const address = text.slice(open + 1).trimEnd()
  if (!address.endsWith('>') || !isMailAddress(address.slice(0, -1))) return undefined
  const name = text
    .slice(0, open)
    .trim()
    .replace(/^"(.*)"$/, '$1')
  return /[<>"]/.test(name) ? undefined : { name, address: address.slice(0, -1) }
}
