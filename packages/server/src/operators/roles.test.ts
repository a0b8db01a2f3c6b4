import { ConsolePage, claimsIn, OPERATORS_POOL, operator, type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { poolArn } from '../pools/pool.js'

const denied = (message: string | RegExp) => ({
  code: 'AccessDeniedException',
  message: typeof message === 'string' ? message : expect.stringMatching(message),
})

const putInto = (pool: TestPool, Username: string, GroupName: string) =>
  pool.call('AdminAddUserToGroup', { UserPoolId: OPERATORS_POOL, Username, GroupName })

const takeFrom = (pool: TestPool, Username: string, GroupName: string) =>
  pool.call('AdminRemoveUserFromGroup', { UserPoolId: OPERATORS_POOL, Username, GroupName })

describe('an operator of one pool', () => {
  test('reads that pool, and none of another by its id, by its ARN, or in a list', async () => {
    await using pool = await userPool()
    await using other = await pool.sibling()
    await other.user('bob')
    const olga = await operator(pool, 'olga', 'admin', [pool.poolId])
    await olga.call('DescribeUserPool', { UserPoolId: pool.poolId })
    await olga.call('TagResource', { ResourceArn: poolArn(pool.poolId), Tags: { stage: 'test' } })

    const UserPoolId = other.poolId
    await expect(olga.call('DescribeUserPool', { UserPoolId })).rejects.toMatchObject(
      denied(`olga may not DescribeUserPool in ${UserPoolId}: that takes the role viewer.`),
    )
    await expect(olga.call('AdminGetUser', { UserPoolId, Username: 'bob' })).rejects.toMatchObject(
      denied(/bob|olga/),
    )
    const ResourceArn = poolArn(UserPoolId)
    await expect(olga.call('ListTagsForResource', { ResourceArn })).rejects.toMatchObject(
      denied(`olga may not ListTagsForResource in ${UserPoolId}: that takes the role viewer.`),
    )
    for (const disguise of [
      `${ResourceArn}/${pool.poolId}`,
      `${pool.poolId}/${UserPoolId}`,
      `:${pool.poolId}`,
    ])
      await expect(
        olga.call('ListTagsForResource', {
          ResourceArn: `arn:aws:cognito-idp:local:000000000000:userpool/${disguise}`,
        }),
      ).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:AccessDenied|ResourceNotFound|InvalidParameter)/),
      })
    await expect(olga.call('DescribeUserPool', { UserPoolId: OPERATORS_POOL })).rejects.toMatchObject(
      denied(/olga/),
    )

    const { UserPools } = await olga.call('ListUserPools', { MaxResults: 60 })
    expect(UserPools?.map(({ Id }) => Id)).toEqual([pool.poolId])
    expect(await olga.call('GetOperator', {})).toEqual({
      Name: 'olga',
      Pools: [{ UserPoolId: pool.poolId, Name: 'testing', Role: 'admin' }],
    })
    await expect(olga.call('CreateUserPool', { PoolName: 'mine' })).rejects.toMatchObject(
      denied('olga may not CreateUserPool for all pools: that takes the role admin.'),
    )
  })

  test('is shown the pools of a list page by page, and never more', async () => {
    await using pool = await userPool()
    const siblings = [await pool.sibling(), await pool.sibling(), await pool.sibling()]
    const mine = [pool, ...siblings.slice(1)].map(({ poolId }) => poolId).sort()
    const olga = await operator(pool, 'olga', 'viewer', mine)
    const seen: (string | undefined)[] = []
    let NextToken: string | undefined
    do {
      const page = await olga.call('ListUserPools', { MaxResults: 1, NextToken })
      seen.push(...(page.UserPools?.map(({ Id }) => Id) ?? []))
      NextToken = page.NextToken
    } while (NextToken)
    expect(seen).toEqual(mine)
    await siblings[2]?.call('DeleteUserPool', { UserPoolId: siblings[2].poolId })
    const { Pools } = await olga.call('GetOperator', {})
    expect(Pools?.map(({ UserPoolId }) => UserPoolId).sort()).toEqual(
      mine.filter((poolId) => poolId !== siblings[2]?.poolId),
    )
  })

  test('may not make operators, not even as admin of the pool of the operators', async () => {
    await using pool = await userPool()
    const olga = await operator(pool, 'olga', 'admin', [pool.poolId])
    await pool.call('CreateGroup', { UserPoolId: OPERATORS_POOL, GroupName: `admin:${OPERATORS_POOL}` })
    await putInto(pool, 'olga', `admin:${OPERATORS_POOL}`)
    const join = { UserPoolId: OPERATORS_POOL, Username: 'olga', GroupName: `admin:${pool.poolId}` }
    await expect(olga.call('AdminAddUserToGroup', join)).rejects.toMatchObject(
      denied(/may not AdminAddUserToGroup/),
    )
  })
})

test('what is given and taken away counts with the next call, whatever the token says', async () => {
  await using pool = await userPool()
  const read = { UserPoolId: pool.poolId, Username: 'alice' }
  await pool.user('alice')
  const olga = await operator(pool, 'olga', 'viewer')
  const page = new ConsolePage(pool)
  await page.enter(olga)
  await olga.call('AdminGetUser', read)

  await takeFrom(pool, 'olga', 'viewer')
  expect(claimsIn(olga.accessToken)).toMatchObject({ 'cognito:groups': ['viewer'] })
  await expect(olga.call('AdminGetUser', read)).rejects.toMatchObject(
    denied('olga is an operator of no pool.'),
  )
  await expect(olga.call('GetOperator', {})).rejects.toMatchObject(denied('olga is an operator of no pool.'))
  expect(await page.call('AdminGetUser', read)).toMatchObject({
    status: 400,
    body: { __type: 'AccessDeniedException', message: 'olga is an operator of no pool.' },
  })
  // Whoever is signed in is told so: the page says what they lack.
  expect(await (await page.send('/console/session')).json()).toEqual({ Name: 'olga', Pools: [] })

  await pool.call('CreateGroup', { UserPoolId: OPERATORS_POOL, GroupName: 'support' })
  await putInto(pool, 'olga', 'support')
  await olga.call('AdminUserGlobalSignOut', read)
  expect(await page.call('AdminUserGlobalSignOut', read)).toMatchObject({ status: 200 })
})

test('support takes a remembered device away, and remembers none for anybody', async () => {
  await using pool = await userPool({ remember: 'always' })
  const alice = await pool.user('alice')
  const laptop = await pool.signedIn(alice)
  const sue = await operator(pool, 'sue', 'support')
  const device = { UserPoolId: pool.poolId, Username: 'alice', DeviceKey: laptop.key }
  await sue.call('AdminUpdateDeviceStatus', { ...device, DeviceRememberedStatus: 'not_remembered' })
  await expect(
    sue.call('AdminUpdateDeviceStatus', { ...device, DeviceRememberedStatus: 'remembered' }),
  ).rejects.toMatchObject(denied(/that takes the role admin/))
  await sue.call('AdminForgetDevice', device)
})

test('secrets are shown to those alone who could change what they open', async () => {
  await using pool = await userPool()
  const { clientId: ClientId, clientSecret } = await pool.addClient({ GenerateSecret: true })
  const request = { UserPoolId: pool.poolId, ClientId }
  const { UserImportJob } = await pool.call('CreateUserImportJob', {
    UserPoolId: pool.poolId,
    JobName: 'staff',
    CloudWatchLogsRoleArn: 'arn:aws:iam::111111111111:role/Role',
  })
  const job = { UserPoolId: pool.poolId, JobId: UserImportJob?.JobId ?? '' }
  const seenBy = async (role: 'viewer' | 'support' | 'admin') => {
    const who = await operator(pool, `${role}-of-it`, role)
    const client = await who.call('DescribeUserPoolClient', request)
    const described = await who.call('DescribeUserImportJob', job)
    const listed = await who.call('ListUserImportJobs', { UserPoolId: pool.poolId, MaxResults: 10 })
    return [
      client.UserPoolClient?.ClientSecret,
      described.UserImportJob?.PreSignedUrl,
      listed.UserImportJobs?.[0]?.PreSignedUrl,
      client.UserPoolClient?.ClientName,
      described.UserImportJob?.JobName,
    ]
  }
  for (const role of ['viewer', 'support'] as const)
    expect(await seenBy(role)).toEqual([undefined, undefined, undefined, 'testing', 'staff'])
  const url = expect.stringMatching(/^http/)
  expect(await seenBy('admin')).toEqual([clientSecret, url, url, 'testing', 'staff'])
})

test('whoever signs with an access key may everything, and is on record by its id', async () => {
  await using pool = await userPool({ development: false })
  expect(await pool.call('GetOperator', {})).toEqual({
    Name: 'access key LKIATESTING',
    Role: 'admin',
    Pools: [],
  })
})

test('the pool of the operators is not deleted, and others of theirs are on record there', async () => {
  await using pool = await userPool()
  const adam = await operator(pool, 'adam', 'admin')
  await expect(adam.call('DeleteUserPool', { UserPoolId: OPERATORS_POOL })).rejects.toMatchObject({
    code: 'InvalidParameterException',
    message: expect.stringMatching(/^This is the pool of the operators/),
  })
  await adam.call('DeleteUserPool', { UserPoolId: pool.poolId })
  const events = await pool.database
    .selectFrom('events')
    .selectAll()
    .where('operation', '=', 'DeleteUserPool')
    .execute()
  expect(events).toMatchObject([{ operator: 'adam', reason: `${pool.poolId} is deleted` }])
})
