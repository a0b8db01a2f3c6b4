import { randomBytes } from 'node:crypto'
import { type TestPool, userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'

/** A user or a pool goes between the look at it and the writing of something of it. */

const owner = async (pool: TestPool) => {
  const alice = await pool.user('alice', {
    attributes: { email: 'alice@example.com', email_verified: 'true' },
  })
  return { alice, phone: await pool.signedIn(alice) }
}

/** Takes the user away once the operation has looked at everything: the client of an access token is the last of it. */
function deletedWhenFound(pool: TestPool, userId: string): void {
  const { users, clients } = pool.server.world.stores
  const find = clients.find.bind(clients)
  clients.find = async (poolId, clientId) => {
    const found = await find(poolId, clientId)
    clients.find = find
    await users.remove({ poolId, userId })
    return found
  }
}

test('a software token of somebody who is gone: the access token is worth nothing, and nothing breaks', async () => {
  await using pool = await userPool({ mfa: 'optional' })
  const { alice, phone } = await owner(pool)
  deletedWhenFound(pool, alice.userId)
  await expect(pool.call('AssociateSoftwareToken', { AccessToken: phone.accessToken })).rejects.toMatchObject(
    {
      code: 'NotAuthorizedException',
    },
  )
})

test('a passkey of somebody who is gone', async () => {
  const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'WEB_AUTHN' as const] } }
  await using pool = await userPool({ pool: { Policies } })
  const { alice, phone } = await owner(pool)
  await pool.call('SetUserPoolMfaConfig', {
    UserPoolId: pool.poolId,
    WebAuthnConfiguration: { RelyingPartyId: 'localhost' },
  })
  deletedWhenFound(pool, alice.userId)
  await expect(
    pool.call('StartWebAuthnRegistration', { AccessToken: phone.accessToken }),
  ).rejects.toMatchObject({ code: 'NotAuthorizedException' })
})

test('a user signs up in a pool that is deleted at the same moment', async () => {
  await using pool = await userPool()
  const { pools, clients } = pool.server.world.stores
  const find = clients.findWithPool.bind(clients)
  clients.findWithPool = async (clientId) => {
    const found = await find(clientId)
    clients.findWithPool = find
    await pools.remove(pool.poolId)
    return found
  }
  await expect(
    pool.call('SignUp', {
      ClientId: pool.client.clientId,
      Username: `u${randomBytes(4).toString('hex')}`,
      Password: 'Correct-Horse-9',
    }),
  ).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
})
