import { describe, expect, test } from 'vitest'
import { addressOf } from './address.js'

const read = (address: string) => addressOf(new URL(address, 'http://server'))

describe('the address of the account page', () => {
  test('names a pool and an app client', () => {
    const found = { poolId: 'local_Sample1', clientId: 'sampleclient' }
    expect(read('/account/local_Sample1?client_id=sampleclient')).toEqual(found)
    expect(read('/account/local_Sample1/?other=1&client_id=sampleclient#activity')).toEqual(found)
  })

  test.each([
    ['/account', /names no user pool/],
    ['/account/?client_id=sampleclient', /names no user pool/],
    ['/account/%3Cscript%3E?client_id=sampleclient', /id is not one/],
    [`/account/local_${'x'.repeat(100)}?client_id=sampleclient`, /id is not one/],
    ['/account/local_Sample1', /client_id= is missing/],
    ['/account/local_Sample1?client_id=', /client_id= is missing/],
    ['/account/local_Sample1?client_id=a%20b', /no app client: its id is not one/],
    [`/account/local_Sample1?client_id=${'x'.repeat(129)}`, /id is not one/],
  ])('or tells what is wrong with it: %s', (address, sentence) => {
    expect(read(address)).toMatch(sentence)
  })
})
