import { userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

describe('a template without its placeholder is refused, whoever would miss the code:', () => {
  test.each([
    ['VerificationMessageTemplate', { EmailMessage: 'Your code is lost' }],
    ['VerificationMessageTemplate', { EmailMessage: 'Your code is {###}' }],
    ['VerificationMessageTemplate', { SmsMessage: 'Your code is lost' }],
    ['VerificationMessageTemplate', { EmailMessageByLink: 'Click here' }],
    ['AdminCreateUserConfig', { InviteMessageTemplate: { EmailMessage: 'Hello {username}' } }],
    ['AdminCreateUserConfig', { InviteMessageTemplate: { EmailMessage: 'Use {####}' } }],
    ['AdminCreateUserConfig', { InviteMessageTemplate: { SMSMessage: 'Hello {username}' } }],
    ['EmailVerificationMessage', 'Your code is lost'],
    ['SmsVerificationMessage', 'Your code is lost'],
    ['SmsAuthenticationMessage', 'Your code is lost'],
  ])('%s %j', async (member, value) => {
    await using pool = await userPool()
    const refused = { code: 'InvalidParameterException' }
    await expect(pool.change({ pool: { [member]: value } })).rejects.toMatchObject(refused)
    await expect(pool.call('CreateUserPool', { PoolName: 'new', [member]: value })).rejects.toMatchObject(
      refused,
    )
  })

  test.each([
    ['VerificationMessageTemplate', { EmailMessage: `{####}${'a'.repeat(20_000)}` }],
    ['VerificationMessageTemplate', { SmsMessage: `{####}${'a'.repeat(140)}` }],
    ['VerificationMessageTemplate', { EmailSubject: 'a'.repeat(141) }],
    [
      'AdminCreateUserConfig',
      { InviteMessageTemplate: { SMSMessage: `{username}{####}${'a'.repeat(140)}` } },
    ],
  ])('and one that is too long: %s', async (member, value) => {
    await using pool = await userPool()
    await expect(pool.change({ pool: { [member]: value } })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })
})

test('what a user is called never becomes part of a template', async () => {
  await using pool = await userPool()
  const Username = '{####}{##x##}'
  const { User } = await pool.call('AdminCreateUser', {
    UserPoolId: pool.poolId,
    Username,
    TemporaryPassword: 'Aa1!{username}',
    UserAttributes: [{ Name: 'email', Value: 'a@b.example' }],
  })
  const userId = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? ''
  const [message] = await pool.messages({ userId })
  expect(message?.body).toContain(`<strong>${Username}</strong>`)
  expect(message?.body).toContain('<strong>Aa1!{username}</strong>')
})
