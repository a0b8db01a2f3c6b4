import { expect, test } from 'vitest'
import { clientAddress, keptAddress, trustedProxies } from './client-address.js'

const none = trustedProxies('')
const ours = trustedProxies('127.0.0.1, 10.0.0.0/8  fd00::/8')

test('where no proxy is trusted, the address is the one of the connection, whatever a header says', () => {
  expect(clientAddress('192.0.2.1', '198.51.100.7', none)).toBe('192.0.2.1')
  expect(clientAddress('127.0.0.1', '198.51.100.7', none)).toBe('127.0.0.1')
})

test('a stranger’s word about where a request comes from does not count', () => {
  expect(clientAddress('192.0.2.1', '198.51.100.7', ours)).toBe('192.0.2.1')
})

test.each([
  ['198.51.100.7', '198.51.100.7'],
  ['2001:db8::7', '2001:db8::7'],
  ['198.51.100.7:4711', '198.51.100.7'],
  ['[2001:db8::7]:4711', '2001:db8::7'],
  ['[2001:db8::7]', '2001:db8::7'],
  ['::ffff:198.51.100.7', '198.51.100.7'],
  ['198.51.100.7, 10.1.1.1', '198.51.100.7'],
  ['198.51.100.7,10.1.1.1 , fd00::5', '198.51.100.7'],
  // What the client wrote itself stands before what the proxies saw.
  ['6.6.6.6, 198.51.100.7', '198.51.100.7'],
  ['127.0.0.1, 198.51.100.7, 10.1.1.1', '198.51.100.7'],
  // Nobody but proxies: the first of them.
  ['10.1.1.1, 10.2.2.2', '10.1.1.1'],
])('a trusted proxy that says %j means %s', (forwarded, client) => {
  expect(clientAddress('10.0.0.1', forwarded, ours)).toBe(client)
})

test.each([
  '',
  ' ',
  ',',
  'unknown',
  'localhost',
  '_hidden',
  '198.51.100.7, nonsense',
  '198.51.100.7 198.51.100.8',
  '999.1.1.1',
  '198.51.100.7:',
  '[2001:db8::7',
  'fe80::1%eth0',
  '<script>alert(1)</script>',
  '1'.repeat(100_000),
  `${',198.51.100.7'.repeat(10_000)},`,
])('what is no address ends the search where it stands: %.40j', (forwarded) => {
  expect(clientAddress('10.0.0.1', forwarded, ours)).toBe('10.0.0.1')
})

test('without a header it is the proxy’s own', () => {
  expect(clientAddress('10.0.0.1', null, ours)).toBe('10.0.0.1')
  expect(clientAddress(undefined, '198.51.100.7', ours)).toBe(undefined)
})

test('a socket of IPv6 that carries IPv4 is one of IPv4', () => {
  expect(clientAddress('::ffff:10.0.0.1', '198.51.100.7', ours)).toBe('198.51.100.7')
  expect(clientAddress('::ffff:192.0.2.1', null, none)).toBe('192.0.2.1')
})

test.each(['10.0.0.0/33', 'fd00::/129', '10.0.0', 'proxy.example.com', '10.0.0.0/', '10.0.0.0/-1', '*'])(
  '%j is refused as a proxy to trust',
  (entry) => {
    expect(() => trustedProxies(`127.0.0.1,${entry}`)).toThrow(
      `"${entry}" is neither an address nor a network`,
    )
  },
)

test.each([
  ['192.0.2.17', '192.0.2.0'],
  ['::ffff:192.0.2.17', '192.0.2.0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::'],
  ['2001:0DB8:0001::6', '2001:db8:1::'],
  ['2001:db8::1:2:3:4:5', '2001:db8::'],
  ['64:ff9b::192.0.2.33', '64:ff9b::'],
  ['1:2:3:4:5:6:192.0.2.33', '1:2:3::'],
  ['::1', '::'],
  ['::', '::'],
  ['fe80::1%eth0', undefined],
  ['somebody', undefined],
  ['', undefined],
])('of %j, %j is kept where addresses are truncated', (address, network) => {
  expect(keptAddress('truncated', address)).toBe(network)
  expect(keptAddress('full', address)).toBe(address)
  expect(keptAddress('none', address)).toBeUndefined()
})
