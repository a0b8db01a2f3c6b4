import { expect, test } from 'vitest'
import { expectNoViolations, poolWithPages } from './pages.js'

/** What holds for the console and the account page alike. */

const ADDRESSES = ['/console', '/account/local_Sample1?client_id=sampleclient']

test.each(ADDRESSES)('%s is there', async (address) => {
  await using pool = await poolWithPages()
  await using visitor = await pool.visitor()
  await visitor.open(address)
  await visitor.page.locator('#root > *').first().waitFor()
})

test('axe looks at pages, light and dark, under the policy of the pages', async () => {
  await using pool = await poolWithPages()
  await using visitor = await pool.visitor()
  await visitor.open('/console')
  await visitor.page.evaluate(() => document.body.append(document.createElement('button')))
  await expect(expectNoViolations(visitor.page)).rejects.toThrow('Buttons must have discernible text')
})

test('who asks somebody else, or breaks the policy of the pages, is found', async () => {
  await using pool = await poolWithPages()
  const visitor = await pool.visitor()
  await visitor.open('/console')
  await visitor.page.evaluate(() => fetch('http://example.test/').catch(() => {}))
  await visitor.page.evaluate(() => document.body.setAttribute('style', 'color: red'))
  await expect(visitor[Symbol.asyncDispose]()).rejects.toThrow(/connect-src[\s\S]*style-src/)
})

test('an operator of one pool is signed in to the console', async () => {
  await using pool = await poolWithPages()
  await using viewer = await pool.operator('viewer', { poolIds: [pool.poolId] })
  const session = await viewer.context.request.get('/console/session')
  expect(await session.json()).toMatchObject({ Name: viewer.username, Pools: [{ UserPoolId: pool.poolId }] })
})
