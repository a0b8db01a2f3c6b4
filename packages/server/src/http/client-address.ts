import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'

/** Where a request comes from, when there are proxies in between. */

/** Whether an address is one of a proxy whose word counts. */
export type TrustedProxies = (address: string) => boolean

/**
 * A list of addresses and networks, separated by commas or spaces. Throws an Error that names what is neither.
 *
 * @example
 * const trusted = trustedProxies('127.0.0.1, 10.0.0.0/8, fd00::/8')
 * trusted('10.1.2.3') // true
 * trusted('192.0.2.1') // false
 */
export function trustedProxies(text: string): TrustedProxies {
  const list = new BlockList()
  for (const entry of text.split(/[\s,]+/).filter((part) => part !== '')) addNetwork(list, entry)
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address))
}

function addNetwork(list: BlockList, entry: string): void {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
  const longest = isIPv4(address) ? 32 : 128
  const prefix = bits === undefined ? longest : Number(bits)
  if (isIP(address) === 0 || prefix > longest)
    throw new Error(
      `${JSON.stringify(entry)} is neither an address nor a network such as 10.0.0.0/8 or fd00::/8.`,
    )
  list.addSubnet(address, prefix, familyOf(address))
}

const familyOf = (address: string) => (isIPv4(address) ? 'ipv4' : 'ipv6')

/**
 * The address of the client. Each proxy appends to X-Forwarded-For whom it heard from, so it is read from its end, for
 * as long as the one who says it is trusted. What stands before the first stranger, anybody can have written.
 *
 * @param socket of the connection.
 * @param forwarded X-Forwarded-For; what is no address ends it.
 * @example
 * const trusted = trustedProxies('10.0.0.0/8')
 * clientAddress('10.0.0.1', '6.6.6.6, 192.0.2.1, 10.0.0.2', trusted) // '192.0.2.1'
 * clientAddress('192.0.2.1', '6.6.6.6', trusted) // '192.0.2.1'
 */
export function clientAddress(
  socket: string | undefined,
  forwarded: string | null,
  trusted: TrustedProxies,
): string | undefined {
  let client = socket === undefined ? undefined : plain(socket)
  const hops = forwarded === null ? [] : forwarded.split(',')
  while (client !== undefined && trusted(client)) {
    const hop = addressIn(hops.pop() ?? '')
    if (hop === undefined) break
    client = hop
  }
  return client
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function addressIn(hop: string): string | undefined {
  const text = hop.trim()
  const bare = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(text)?.[1] ?? text
  return isIP(bare) === 0 || bare.includes('%') ? undefined : plain(bare)
}

/** An IPv4 address as sockets of IPv6 write it (RFC 4291, 2.5.5.2) is one of IPv4. */
const plain = (address: string) => {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1]
  return mapped !== undefined && isIPv4(mapped) ? mapped : address
}

/** How much of an address is kept: on devices, in events, in the log. */
export const addressPolicies = ['full', 'truncated', 'none'] as const

export type AddressPolicy = (typeof addressPolicies)[number]

/**
 * What is kept of an address. Truncated, it tells a network, as of a company or a city, and no household: the first three
 * bytes of IPv4, the first six of IPv6. What is no address has no network.
 *
 * @example
 * keptAddress('truncated', '192.0.2.17') // '192.0.2.0'
 * keptAddress('truncated', '2001:db8:1:2::17') // '2001:db8:1::'
 */
export function keptAddress(policy: AddressPolicy, address: string | undefined): string | undefined {
  if (address === undefined || policy === 'none') return undefined
  if (policy === 'full') return address
  const text = plain(address)
  if (isIPv4(text)) return text.replace(/\d+$/, '0')
  return isIPv6(text) && !text.includes('%') ? networkOf(text) : undefined
}

function networkOf(address: string): string {
  const [before = '', after] = address.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  // An IPv4 address at the end stands for two groups; it is past the first three, wherever it is.
  const wide = (part: string[]) => part.flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]))
  const [head, tail] = [wide(groups(before)), wide(groups(after ?? ''))]
  const all = [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0'), ...tail]
  // The one way to write it (RFC 5952), so that one network is one text.
  return new URL(`http://[${all.slice(0, 3).join(':')}::]`).hostname.slice(1, -1)
}
