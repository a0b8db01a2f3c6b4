import { ConsolePage, OPERATORS_POOL, operator, userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

/** A one-time link, as the command prints it, without what stands in front. */
const linkOf = (address: string) => address.slice(address.indexOf('#link=') + '#link='.length)

test('an operator signs in, gets the console’s cookie for the access token, and signs out', async () => {
  await using pool = await userPool()
  await pool.user('alice')
  const olga = await operator(pool, 'olga', 'viewer')
  const page = new ConsolePage(pool)
  expect((await page.send('/console/session')).status).toBe(401)

  const entered = await page.enter(olga)
  expect(entered.status).toBe(204)
  expect(entered.headers.get('set-cookie')).toMatch(
    /^latchkey_operator=[\w-]+; Path=\/console; HttpOnly; SameSite=Strict; Max-Age=43200$/,
  )
  expect(await (await page.send('/console/session')).json()).toEqual({
    Name: 'olga',
    Role: 'viewer',
    Pools: [],
  })
  expect(await page.call('AdminGetUser', { UserPoolId: pool.poolId, Username: 'alice' })).toMatchObject({
    status: 200,
    body: { Username: 'alice' },
  })

  const kept = page.cookie
  expect((await page.leave()).status).toBe(204)
  page.cookie = kept
  expect((await page.send('/console/session')).status).toBe(401)
  await expect(olga.call('GetOperator', {})).rejects.toThrow('Access Token has been revoked')
})

test('a sign-in is good for twelve hours of the console, whatever its tokens are refreshed for', async () => {
  await using pool = await userPool()
  const olga = await operator(pool, 'olga', 'viewer')
  const page = new ConsolePage(pool)
  pool.clock.advance('11 hours')
  await olga.device.refresh()
  const entered = await page.enter({ accessToken: olga.device.accessToken })
  expect(entered.headers.get('set-cookie')).toMatch(/Max-Age=3600$/)
  pool.clock.advance('59 minutes')
  expect((await page.send('/console/session')).status).toBe(200)
  pool.clock.advance('1 minute')
  expect((await page.send('/console/session')).status).toBe(401)
  await olga.device.refresh()
  const late = await page.enter({ accessToken: olga.device.accessToken })
  expect([late.status, late.headers.get('set-cookie')]).toEqual([400, null])
  expect(await late.json()).toMatchObject({
    message: 'This sign-in is more than twelve hours old. Sign in again.',
  })
  await olga.device.enter(olga.person)
  expect((await page.enter({ accessToken: olga.device.accessToken })).status).toBe(204)
})

test('a developer comes in by a link, which works once', async () => {
  await using pool = await userPool()
  const link = linkOf(pool.server.operators.developerLink())
  const pages = [new ConsolePage(pool), new ConsolePage(pool), new ConsolePage(pool)]
  const answers = await Promise.all(pages.map((page) => page.enter({ link })))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 400, 400])
  const inside = pages.find(({ cookie }) => cookie !== '')
  expect(await inside?.call('GetOperator', {})).toMatchObject({ body: { Name: 'developer', Role: 'admin' } })
  const { UserPools } = (await inside?.call('ListUserPools', { MaxResults: 10 }))?.body ?? {}
  expect(UserPools?.map(({ Id }) => Id)).toEqual([OPERATORS_POOL, pool.poolId])
})
