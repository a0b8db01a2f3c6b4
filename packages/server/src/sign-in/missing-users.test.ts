import { type Device, srpA, userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

const incorrect = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' }
const nobody = { username: 'nobody', password: 'Whatever-7' }

describe('where missing users are hidden', () => {
  const hidden = { client: { PreventUserExistenceErrors: 'ENABLED' } } as const

  test('a name that nobody has is challenged like another, with the same salt every time', async () => {
    await using pool = await userPool(hidden)
    await pool.user('alice')
    const laptop = pool.device('Laptop')
    const [first, again, other, real] = [
      await challenge(laptop, 'nobody'),
      await challenge(laptop, 'nobody'),
      await challenge(laptop, 'nobody-else'),
      await challenge(laptop, 'alice'),
    ]
    expect(again?.SALT).toBe(first?.SALT)
    expect(again?.SRP_B).not.toBe(first?.SRP_B)
    expect(other?.SALT).not.toBe(first?.SALT)
    expect(Object.keys(first ?? {})).toEqual(Object.keys(real ?? {}))
    expect(first).toMatchObject({ USERNAME: 'nobody', USER_ID_FOR_SRP: 'nobody' })
    expect(first?.SALT).toHaveLength(real?.SALT?.length ?? 0)
  })

  test.each(['srp', 'password', 'operator'] as const)(
    'by %s a missing user is a wrong password',
    async (flow) => {
      await using pool = await userPool(hidden)
      const alice = await pool.user('alice')
      const laptop = pool.device('Laptop')
      await expect(laptop.signIn(nobody, { flow })).rejects.toMatchObject(incorrect)
      await expect(laptop.signIn({ ...alice, password: 'Wrong-7-word' }, { flow })).rejects.toMatchObject(
        incorrect,
      )
    },
  )

  test('a choice is offered to everybody alike', async () => {
    await using pool = await userPool(hidden)
    await pool.user('alice')
    const laptop = pool.device('Laptop')
    const [one, other] = [
      await laptop.begin('USER_AUTH', { USERNAME: 'nobody' }),
      await laptop.begin('USER_AUTH', { USERNAME: 'alice' }),
    ]
    expect(one.AvailableChallenges).toEqual(other.AvailableChallenges)
    expect(one.Session).toHaveLength(other.Session?.length ?? 0)
    await laptop.signIn(nobody, { flow: 'choice' })
    await expect(laptop.choose('PASSWORD', nobody.password)).rejects.toMatchObject(incorrect)
  })

  test('in a pool of e-mail names the id of nobody is a stable UUID', async () => {
    await using pool = await userPool({ ...hidden, pool: { UsernameAttributes: ['email'] } })
    const laptop = pool.device('Laptop')
    const [first, again] = [
      await challenge(laptop, 'nobody@example.com'),
      await challenge(laptop, 'nobody@example.com'),
    ]
    expect(first?.USER_ID_FOR_SRP).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(again?.USER_ID_FOR_SRP).toBe(first?.USER_ID_FOR_SRP)
  })

  test('where operators make the users, nobody learns who is one by asking to be confirmed', async () => {
    await using pool = await userPool({
      ...hidden,
      pool: {
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        AutoVerifiedAttributes: ['email'],
      },
    })
    await pool.user('alice', { attributes: { email: 'alice@example.com', email_verified: 'true' } })
    await pool.user('bob', { temporaryPassword: true })
    const { clientId: ClientId } = pool.client
    const told = async (Username: string) => {
      const confirm = await pool.post('ConfirmSignUp', { ClientId, Username, ConfirmationCode: '123456' })
      const resend = await pool.post('ResendConfirmationCode', { ClientId, Username })
      return [confirm.status, await confirm.text(), resend.status, Object.keys(await resend.json())]
    }
    const ofNobody = await told('nobody')
    expect(ofNobody).toMatchObject([400, /ExpiredCodeException/, 200, ['CodeDeliveryDetails']])
    expect(await told('alice')).toEqual(ofNobody)
    expect(await told('bob')).toEqual(ofNobody)
  })

  test('a disabled user is told so only with the right password', async () => {
    await using pool = await userPool(hidden)
    const alice = await pool.user('alice')
    await pool.call('AdminDisableUser', { UserPoolId: pool.poolId, Username: 'alice' })
    const laptop = pool.device('Laptop')
    await expect(laptop.signIn({ ...alice, password: 'Wrong-7-word' })).rejects.toMatchObject(incorrect)
    await expect(laptop.signIn(alice)).rejects.toMatchObject({ message: 'User is disabled.' })
  })
})

test.each(['srp', 'password', 'choice', 'operator'] as const)(
  'where they are not hidden, by %s, a missing user is UserNotFoundException',
  async (flow) => {
    await using pool = await userPool({ client: { PreventUserExistenceErrors: 'LEGACY' } })
    await expect(pool.device('Laptop').signIn(nobody, { flow })).rejects.toMatchObject({
      code: 'UserNotFoundException',
      message: 'User does not exist.',
    })
  },
)

async function challenge(device: Device, USERNAME: string) {
  const { ChallengeParameters } = await device.begin('USER_SRP_AUTH', {
    USERNAME,
    SRP_A: (await srpA()).SRP_A,
  })
  return ChallengeParameters
}
