import { type TestPool, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

const arnOf = async (pool: TestPool) =>
  (await pool.call('DescribeUserPool', { UserPoolId: pool.poolId })).UserPool?.Arn ?? ''

async function tagsOf(pool: TestPool) {
  const { Tags } = await pool.call('ListTagsForResource', { ResourceArn: await arnOf(pool) })
  return Tags
}

const many = (count: number, prefix = 'tag') =>
  Object.fromEntries(Array.from({ length: count }, (_, each) => [`${prefix}-${each}`, '']))

describe('tags of a pool', () => {
  test('come, change and go by its ARN, and DescribeUserPool shows them', async () => {
    await using pool = await userPool({ pool: { UserPoolTags: { stage: 'test', team: 'blue' } } })
    const ResourceArn = await arnOf(pool)
    await pool.call('TagResource', { ResourceArn, Tags: { stage: 'production', owner: 'Ada' } })
    expect(await tagsOf(pool)).toEqual({ stage: 'production', team: 'blue', owner: 'Ada' })
    await pool.call('UntagResource', { ResourceArn, TagKeys: ['team', 'never-there'] })
    expect(await tagsOf(pool)).toEqual({ stage: 'production', owner: 'Ada' })
    const { UserPool } = await pool.call('DescribeUserPool', { UserPoolId: pool.poolId })
    expect(UserPool?.UserPoolTags).toEqual({ stage: 'production', owner: 'Ada' })
  })

  test('leave its other settings alone', async () => {
    await using pool = await userPool({ remember: 'always', mfa: 'optional' })
    const { UserPool: before } = await pool.call('DescribeUserPool', { UserPoolId: pool.poolId })
    await pool.call('TagResource', { ResourceArn: await arnOf(pool), Tags: { a: 'b' } })
    const { UserPool: after } = await pool.call('DescribeUserPool', { UserPoolId: pool.poolId })
    expect(after).toEqual({
      ...before,
      UserPoolTags: { a: 'b' },
      LastModifiedDate: after?.LastModifiedDate,
    })
  })

  test('set at the same moment are all there', async () => {
    await using pool = await userPool()
    const ResourceArn = await arnOf(pool)
    const keys = ['a', 'b', 'c']
    await Promise.all(keys.map((key) => pool.call('TagResource', { ResourceArn, Tags: { [key]: key } })))
    expect(await tagsOf(pool)).toEqual({ a: 'a', b: 'b', c: 'c' })
  })

  test('are fifty at most, in one call or in two', async () => {
    await using pool = await userPool()
    const ResourceArn = await arnOf(pool)
    const tooMany = { code: 'InvalidParameterException', message: 'A user pool has at most 50 tags.' }
    await expect(pool.call('TagResource', { ResourceArn, Tags: many(51) })).rejects.toMatchObject(tooMany)
    await pool.call('TagResource', { ResourceArn, Tags: many(50) })
    await expect(pool.call('TagResource', { ResourceArn, Tags: { more: '' } })).rejects.toMatchObject(tooMany)
    await pool.call('TagResource', { ResourceArn, Tags: { 'tag-0': 'changed' } })
    await expect(
      pool.call('CreateUserPool', { PoolName: 'x', UserPoolTags: many(51) }),
    ).rejects.toMatchObject(tooMany)
  })

  test.each([
    ['a key of 129 characters', { ['k'.repeat(129)]: '' }],
    ['an empty key', { '': 'value' }],
    ['a value of 257 characters', { key: 'v'.repeat(257) }],
    ['a key that AWS reserves', { 'aws:stage': 'test' }],
  ])('are refused with %s', async (_what, Tags) => {
    await using pool = await userPool()
    await expect(pool.call('TagResource', { ResourceArn: await arnOf(pool), Tags })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
    expect(await tagsOf(pool)).toEqual({})
  })

  test('keep names that mean something to JavaScript as they are', async () => {
    await using pool = await userPool()
    const ResourceArn = await arnOf(pool)
    const Tags = JSON.parse('{"__proto__":"a","constructor":"b"}')
    await pool.call('TagResource', { ResourceArn, Tags })
    expect(JSON.stringify(await tagsOf(pool))).toBe('{"__proto__":"a","constructor":"b"}')
  })
})

test('what is no ARN of a pool that is here is not found', async () => {
  await using pool = await userPool()
  const arn = await arnOf(pool)
  const others = [
    arn.replace(pool.poolId, 'local_000000000'),
    arn.replace(':local:', ':eu-central-1:'),
    arn.replace('userpool', 'identitypool'),
    `arn:aws:iam::000000000000:role/${pool.poolId}`,
  ]
  for (const ResourceArn of others) {
    const calls = [
      () => pool.call('ListTagsForResource', { ResourceArn }),
      () => pool.call('TagResource', { ResourceArn, Tags: { a: 'b' } }),
      () => pool.call('UntagResource', { ResourceArn, TagKeys: ['a'] }),
    ]
    for (const call of calls)
      await expect(call()).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  }
  await expect(pool.call('ListTagsForResource', { ResourceArn: pool.poolId })).rejects.toMatchObject({
    code: 'InvalidParameterException',
  })
})
