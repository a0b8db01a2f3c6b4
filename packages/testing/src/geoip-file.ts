import { writeFileSync } from 'node:fs'

/** A value of the format, as far as places need them. */
type Value = string | number | string[] | { [name: string]: Value }

export type KnownPlace = { city?: string; country?: string }

/**
 * Writes a database of places in the format of MaxMind, of addresses of version 4 and their lengths.
 * Source: MaxMind DB File Format Specification 2.0.
 *
 * @example
 * geoipFile('places.mmdb', { '192.0.2.0/24': { city: 'Berlin', country: 'Germany' } })
 */
export function geoipFile(
  file: string,
  places: Record<string, KnownPlace>,
  databaseType = 'Test-City',
): void {
  const { nodes, data } = tree(places)
  const records = nodes.flat().map((record) => {
    // What is not known points to the number of nodes; data follows 16 bytes after the tree.
    if (record === undefined) return nodes.length
    return 'node' in record ? record.node : nodes.length + 16 + record.at
  })
  const metadata = encoded({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 0,
    database_type: databaseType,
    description: { en: 'for tests' },
    ip_version: 4,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 24,
  })
  const marker = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')])
  writeFileSync(
    file,
    Buffer.concat([Buffer.concat(records.map(threeBytes)), Buffer.alloc(16), data, marker, metadata]),
  )
}

type Branch = { node: number } | { at: number } | undefined

function tree(places: Record<string, KnownPlace>): { nodes: [Branch, Branch][]; data: Buffer } {
  const nodes: [Branch, Branch][] = [[undefined, undefined]]
  let data = Buffer.alloc(0)
  for (const [network, place] of Object.entries(places)) {
    const bits = bitsOf(network)
    let node = 0
    for (const bit of bits.slice(0, -1)) {
      const known = nodes[node]?.[bit]
      const next = known && 'node' in known ? known.node : nodes.push([undefined, undefined]) - 1
      const here = nodes[node]
      if (here) here[bit] = { node: next }
      node = next
    }
    const [here, bit] = [nodes[node], bits.at(-1)]
    if (here && bit !== undefined) here[bit] = { at: data.length }
    data = Buffer.concat([data, encoded(placeValue(place))])
  }
  return { nodes, data }
}

function bitsOf(network: string): (0 | 1)[] {
  const [address = '', length = '32'] = network.split('/')
  const bits = address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('')
  return [...bits].slice(0, Number(length)).map((bit) => (bit === '1' ? 1 : 0))
}

const placeValue = ({ city, country }: KnownPlace): Value => ({
  ...(city !== undefined && { city: { names: { en: city } } }),
  ...(country !== undefined && { country: { names: { en: country } } }),
})

const threeBytes = (number: number) => Buffer.from([number >> 16, (number >> 8) & 255, number & 255])

const UTF8 = 2
const UINT32 = 6
const MAP = 7
const ARRAY = 11

function encoded(value: Value): Buffer {
  if (typeof value === 'string') {
    const text = Buffer.from(value)
    return Buffer.concat([control(UTF8, text.length), text])
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return Buffer.concat([control(UINT32, 4), bytes])
  }
  if (Array.isArray(value)) return Buffer.concat([control(ARRAY, value.length), ...value.map(encoded)])
  const entries = Object.entries(value).flatMap(([name, one]) => [encoded(name), encoded(one)])
  return Buffer.concat([control(MAP, entries.length / 2), ...entries])
}

/** Types from 8 on are told by the next byte. Sizes under 285. */
function control(type: number, size: number): Buffer {
  const first = (type > 7 ? 0 : type << 5) | Math.min(size, 29)
  return Buffer.from([first, ...(type > 7 ? [type - 7] : []), ...(size >= 29 ? [size - 29] : [])])
}
