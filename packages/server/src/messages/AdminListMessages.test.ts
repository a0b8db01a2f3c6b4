import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

test('a development server shows the messages of a pool, newest first, with the code to be copied', async () => {
  await using pool = await userPool({ pool: { AutoVerifiedAttributes: ['email'] } })
  const UserAttributes = [{ Name: 'email', Value: 'alice@example.com' }]
  const { clientId: ClientId } = pool.client
  await pool.call('SignUp', { ClientId, Username: 'alice', Password: 'Correct-horse-7', UserAttributes })
  pool.clock.advance('1 minute')
  await pool.call('ResendConfirmationCode', { ClientId, Username: 'alice' })

  const { Messages } = await pool.call('AdminListMessages', { UserPoolId: pool.poolId })
  expect(Messages).toHaveLength(2)
  expect(Messages[0]).toMatchObject({
    Medium: 'EMAIL',
    To: 'alice@example.com',
    State: 'kept',
    Username: 'alice',
    CreationDate: pool.clock.now().getTime() / 1000,
    Code: expect.stringMatching(/^\d{6}$/),
  })
  expect(Messages[0]?.Text).toContain(Messages[0]?.Code)
  await pool.call('ConfirmSignUp', {
    ClientId,
    Username: 'alice',
    ConfirmationCode: Messages[0]?.Code ?? '',
  })
  const one = await pool.call('AdminListMessages', { UserPoolId: pool.poolId, Limit: 1 })
  expect(one.Messages).toHaveLength(1)
  const other = await pool.sibling()
  expect(await other.call('AdminListMessages', { UserPoolId: other.poolId })).toEqual({ Messages: [] })
})

test('no other server does', async () => {
  await using pool = await userPool({ development: false })
  for (const UserPoolId of [pool.poolId, 'local_Nowhere1'])
    await expect(pool.call('AdminListMessages', { UserPoolId })).rejects.toMatchObject({
      code: 'NotAuthorizedException',
      message:
        'What messages say is shown by development servers only. Here, latchkey messages list shows them, at the database.',
    })
})
