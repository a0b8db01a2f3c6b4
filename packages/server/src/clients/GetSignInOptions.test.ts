import { userPool } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'

describe('what a page is told before anybody is signed in', () => {
  test('where devices are remembered when users say so, and a second factor is required', async () => {
    await using pool = await userPool({ remember: 'opt-in', mfa: 'required' })
    const request = { UserPoolId: pool.poolId, ClientId: pool.client.clientId }
    const { PoolName, ...options } = await pool.call('GetSignInOptions', request)
    expect(PoolName).toEqual(expect.any(String))
    expect(options).toEqual({
      FirstFactors: ['PASSWORD'],
      SoftwareTokenMfa: true,
      MfaRequired: true,
      DevicesTracked: true,
      DevicesRememberedOnPrompt: true,
      RememberedDevicesSkipMfa: true,
    })
  })

  test('where devices are not tracked', async () => {
    await using pool = await userPool()
    const request = { UserPoolId: pool.poolId, ClientId: pool.client.clientId }
    expect(await pool.call('GetSignInOptions', request)).toMatchObject({
      SoftwareTokenMfa: false,
      DevicesTracked: false,
      DevicesRememberedOnPrompt: false,
      RememberedDevicesSkipMfa: false,
    })
  })

  test('other first factors than a password only by a client that lets users choose', async () => {
    const Policies = {
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'WEB_AUTHN' as const] },
    }
    await using pool = await userPool({ pool: { Policies } })
    const without = await pool.addClient({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })
    const factorsOf = async (ClientId: string) => {
      const { FirstFactors } = await pool.call('GetSignInOptions', { UserPoolId: pool.poolId, ClientId })
      return FirstFactors
    }
    expect(await factorsOf(pool.client.clientId)).toEqual(['PASSWORD', 'WEB_AUTHN'])
    expect(await factorsOf(without.clientId)).toEqual(['PASSWORD'])
  })
})

describe('an address that is wrong is told apart', () => {
  test('by its pool, by its client, and where the client is one of another pool', async () => {
    await using pool = await userPool()
    const elsewhere = await pool.sibling()
    const { poolId: UserPoolId } = pool
    const { clientId: ClientId } = pool.client
    const notFound = (message: RegExp) => ({
      code: 'ResourceNotFoundException',
      message: expect.stringMatching(message),
    })
    const nowhere = { UserPoolId: 'local_Nowhere', ClientId }
    await expect(pool.call('GetSignInOptions', nowhere)).rejects.toMatchObject(
      notFound(/^User pool local_No/),
    )
    const unknown = { UserPoolId, ClientId: 'nobody' }
    await expect(pool.call('GetSignInOptions', unknown)).rejects.toMatchObject(notFound(/client nobody does/))
    const others = { UserPoolId: elsewhere.poolId, ClientId }
    await expect(pool.call('GetSignInOptions', others)).rejects.toMatchObject(notFound(/client \w+ does not/))
  })

  test.each([
    ['absent', {}],
    ['null', { UserPoolId: null, ClientId: null }],
    ['markup', { UserPoolId: '<b>', ClientId: '<b>' }],
    ['huge', { UserPoolId: 'local_x'.repeat(1000), ClientId: 'x'.repeat(10_000) }],
  ])('and refused where it is %s', async (_, request) => {
    await using pool = await userPool()
    await expect(pool.call('GetSignInOptions', request as never)).rejects.toMatchObject({
      code: 'InvalidParameterException',
    })
  })
})
