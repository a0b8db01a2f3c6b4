import {
  DeviceKeyExistsException,
  InvalidParameterException,
  InvalidUserPoolConfigurationException,
  NotAuthorizedException,
  ResourceNotFoundException,
  UnauthorizedException,
} from '@aws-sdk/client-cognito-identity-provider'
import { userIdentity } from '@latchkey/srp'
import { expect, test, vi } from 'vitest'
import { authenticatorApp, given, type TestUser, type UserPool, userPool } from './pool-server.js'
import { newDevice, secretHash, srpProof } from './sdk-device.js'

vi.setConfig({ testTimeout: 60_000 })

type Device = Awaited<ReturnType<typeof newDevice>>

test('a back end with a client secret signs a user in by SRP, on a new device and on a known one', async () => {
  await using pool = await userPool({ client: { GenerateSecret: true } })
  const { admin, clientId, clientSecret } = pool
  const { username, password } = await pool.user('alice')
  const hash = { USERNAME: username, SECRET_HASH: secretHash(clientSecret, username, clientId) }
  const provePassword = async (deviceKey?: string) => {
    const proof = await srpProof(userIdentity(pool.poolId, username), password)
    const asked = await admin.initiateAuth({
      ClientId: clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { ...hash, SRP_A: proof.SRP_A },
    })
    expect(asked).toMatchObject({
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: { USERNAME: username, USER_ID_FOR_SRP: username },
    })
    return admin.respondToAuthChallenge({
      ClientId: clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      Session: asked.Session,
      ChallengeResponses: {
        ...hash,
        ...(await proof.claim(asked.ChallengeParameters)),
        ...(deviceKey !== undefined && { DEVICE_KEY: deviceKey }),
      },
    })
  }

  const { AuthenticationResult: first } = await provePassword()
  const device = await newDevice(first?.NewDeviceMetadata)
  await admin.confirmDevice({ AccessToken: first?.AccessToken, ...device.registration })

  const asked = await provePassword(device.deviceKey)
  expect(asked.ChallengeName).toBe('DEVICE_SRP_AUTH')
  expect(asked.ChallengeParameters).toEqual({})
  const proof = await device.proof()
  const onDevice = { ...hash, DEVICE_KEY: device.deviceKey }
  const begun = await admin.respondToAuthChallenge({
    ClientId: clientId,
    ChallengeName: 'DEVICE_SRP_AUTH',
    Session: asked.Session,
    ChallengeResponses: { ...onDevice, SRP_A: proof.SRP_A },
  })
  expect(begun).toMatchObject({
    ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
    ChallengeParameters: { USERNAME: username, DEVICE_KEY: device.deviceKey },
  })
  const { AuthenticationResult: second } = await admin.respondToAuthChallenge({
    ClientId: clientId,
    ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
    Session: begun.Session,
    ChallengeResponses: { ...onDevice, ...(await proof.claim(begun.ChallengeParameters)) },
  })
  expect(second?.NewDeviceMetadata).toBeUndefined()

  const { AuthenticationResult: refreshed } = await admin.initiateAuth({
    ClientId: clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: {
      REFRESH_TOKEN: given(second?.RefreshToken),
      DEVICE_KEY: device.deviceKey,
      SECRET_HASH: hash.SECRET_HASH,
    },
  })
  expect(refreshed?.AccessToken).toBeDefined()
  const withPlainSecret = await admin.getTokensFromRefreshToken({
    ClientId: clientId,
    ClientSecret: clientSecret,
    RefreshToken: second?.RefreshToken,
    DeviceKey: device.deviceKey,
  })
  expect(withPlainSecret.AuthenticationResult?.AccessToken).toBeDefined()
  await admin.revokeToken({ ClientId: clientId, ClientSecret: clientSecret, Token: second?.RefreshToken })
  await expect(admin.getUser({ AccessToken: refreshed?.AccessToken })).rejects.toBeInstanceOf(
    NotAuthorizedException,
  )
})

test('a client with a secret is refused wherever the secret is missing or wrong', async () => {
  await using pool = await userPool({ client: { GenerateSecret: true } })
  const { admin, clientId: ClientId, clientSecret } = pool
  const { username: USERNAME, password: PASSWORD } = await pool.user('alice')
  const right = secretHash(clientSecret, USERNAME, ClientId)
  const signIn = (hash: Record<string, string>) =>
    admin.initiateAuth({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD, ...hash },
    })

  await expect(signIn({})).rejects.toBeInstanceOf(NotAuthorizedException)
  await expect(signIn({ SECRET_HASH: secretHash('guessed', USERNAME, ClientId) })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: `Unable to verify secret hash for client ${ClientId}`,
  })
  const { AuthenticationResult: tokens } = await signIn({ SECRET_HASH: right })
  const device = await newDevice(tokens?.NewDeviceMetadata)
  await admin.confirmDevice({ AccessToken: tokens?.AccessToken, ...device.registration })

  const asked = await signIn({ SECRET_HASH: right, DEVICE_KEY: device.deviceKey })
  const { SRP_A } = await device.proof()
  await expect(
    admin.respondToAuthChallenge({
      ClientId,
      ChallengeName: 'DEVICE_SRP_AUTH',
      Session: asked.Session,
      ChallengeResponses: { USERNAME, DEVICE_KEY: device.deviceKey, SRP_A },
    }),
  ).rejects.toBeInstanceOf(NotAuthorizedException)
  const RefreshToken = tokens?.RefreshToken
  await expect(
    admin.getTokensFromRefreshToken({ ClientId, RefreshToken, DeviceKey: device.deviceKey }),
  ).rejects.toBeInstanceOf(NotAuthorizedException)
  await expect(admin.revokeToken({ ClientId, Token: RefreshToken })).rejects.toBeInstanceOf(
    UnauthorizedException,
  )
  await expect(
    admin.signUp({ ClientId, Username: 'bob', Password: 'Correct-horse-1' }),
  ).rejects.toBeInstanceOf(NotAuthorizedException)
})

/** The scenario of AWS's code library: sign up a user with MFA, then sign in on a tracked device. */
test('an operator signs a user up with a second factor, and the tracked device then signs in without it', async () => {
  await using pool = await userPool({ mfa: 'required', pool: { AutoVerifiedAttributes: ['email'] } })
  const { admin, poolId: UserPoolId, clientId: ClientId } = pool
  const here = { UserPoolId, ClientId }
  const [USERNAME, PASSWORD] = ['alice', 'Correct-horse-1']
  const app = authenticatorApp(pool.clock)
  const adminSignIn = () =>
    admin.adminInitiateAuth({
      ...here,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    })

  await admin.signUp({
    ClientId,
    Username: USERNAME,
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: 'alice@example.com' }],
  })
  const ConfirmationCode = await pool.latestCode(USERNAME)
  await admin.confirmSignUp({ ClientId, Username: USERNAME, ConfirmationCode })

  const setUp = await adminSignIn()
  expect(setUp).toMatchObject({
    ChallengeName: 'MFA_SETUP',
    ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
  })
  const { SecretCode, Session } = await admin.associateSoftwareToken({ Session: setUp.Session })
  const verified = await admin.verifySoftwareToken({ Session, UserCode: app(given(SecretCode)) })
  expect(verified.Status).toBe('SUCCESS')

  const asked = await adminSignIn()
  expect(asked.ChallengeName).toBe('SOFTWARE_TOKEN_MFA')
  const { AuthenticationResult: tokens } = await admin.adminRespondToAuthChallenge({
    ...here,
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    Session: asked.Session,
    ChallengeResponses: { USERNAME, SOFTWARE_TOKEN_MFA_CODE: app(given(SecretCode)) },
  })
  const device = await newDevice(tokens?.NewDeviceMetadata)
  const AccessToken = tokens?.AccessToken
  expect(await admin.confirmDevice({ AccessToken, ...device.registration })).toMatchObject({
    UserConfirmationNecessary: false,
  })

  const { AuthenticationResult: again } = await signInOnDevice(pool, { USERNAME, PASSWORD }, device)
  expect(again?.AccessToken).toBeDefined()
  expect(again?.NewDeviceMetadata).toBeUndefined()
})

/** USER_PASSWORD_AUTH with a device key, and the two steps of the device. The last one goes without a Session. */
async function signInOnDevice(
  { admin, clientId: ClientId }: UserPool,
  credentials: { USERNAME: string; PASSWORD: string },
  device: Device,
) {
  const onDevice = { USERNAME: credentials.USERNAME, DEVICE_KEY: device.deviceKey }
  const asked = await admin.initiateAuth({
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { ...credentials, ...onDevice },
  })
  expect(asked.ChallengeName).toBe('DEVICE_SRP_AUTH')
  const proof = await device.proof()
  const begun = await admin.respondToAuthChallenge({
    ClientId,
    ChallengeName: 'DEVICE_SRP_AUTH',
    Session: asked.Session,
    ChallengeResponses: { ...onDevice, SRP_A: proof.SRP_A },
  })
  return admin.respondToAuthChallenge({
    ClientId,
    ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
    ChallengeResponses: { ...onDevice, ...(await proof.claim(begun.ChallengeParameters)) },
  })
}

/** A user on a confirmed device, by the operators' flow. */
async function trackedDevice(pool: UserPool, { username, password }: TestUser) {
  const { AuthenticationResult: tokens } = await pool.admin.adminInitiateAuth({
    UserPoolId: pool.poolId,
    ClientId: pool.clientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: password },
  })
  const device = await newDevice(tokens?.NewDeviceMetadata)
  const AccessToken = given(tokens?.AccessToken)
  await pool.admin.confirmDevice({ AccessToken, ...device.registration })
  return { device, AccessToken, RefreshToken: given(tokens?.RefreshToken) }
}

test('a back end walks a known device through the steps of the operators', async () => {
  await using pool = await userPool()
  const { admin } = pool
  const alice = await pool.user('alice')
  const { device } = await trackedDevice(pool, alice)
  const here = { UserPoolId: pool.poolId, ClientId: pool.clientId }
  const onDevice = { USERNAME: alice.username, DEVICE_KEY: device.deviceKey }

  const asked = await admin.adminInitiateAuth({
    ...here,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { ...onDevice, PASSWORD: alice.password },
  })
  const proof = await device.proof()
  const begun = await admin.adminRespondToAuthChallenge({
    ...here,
    ChallengeName: given(asked.ChallengeName),
    Session: asked.Session,
    ChallengeResponses: { ...onDevice, SRP_A: proof.SRP_A },
  })
  const { AuthenticationResult } = await admin.adminRespondToAuthChallenge({
    ...here,
    ChallengeName: given(begun.ChallengeName),
    Session: begun.Session,
    ChallengeResponses: { ...onDevice, ...(await proof.claim(begun.ChallengeParameters)) },
    ContextData: {
      IpAddress: '203.0.113.7',
      ServerName: 'example.com',
      ServerPath: '/',
      HttpHeaders: [],
    },
  })

  expect(AuthenticationResult?.AccessToken).toBeDefined()
  const { Device } = await admin.adminGetDevice({
    UserPoolId: pool.poolId,
    Username: alice.username,
    DeviceKey: device.deviceKey,
  })
  expect(Device?.DeviceAttributes).toContainEqual({ Name: 'last_ip_used', Value: '203.0.113.7' })
})

test('a device with a wrong secret does not exist, and its proof counts for nothing', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  const { device } = await trackedDevice(pool, alice)
  const impostor: Device = { ...device, proof: () => device.proof('guessed') }

  await expect(
    signInOnDevice(pool, { USERNAME: alice.username, PASSWORD: alice.password }, impostor),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Device does not exist.' })
})

test('a device’s proof without the session of a first factor is refused', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  const { device } = await trackedDevice(pool, alice)

  await expect(
    pool.admin.respondToAuthChallenge({
      ClientId: pool.clientId,
      ChallengeName: 'DEVICE_SRP_AUTH',
      ChallengeResponses: {
        USERNAME: alice.username,
        DEVICE_KEY: device.deviceKey,
        SRP_A: (await device.proof()).SRP_A,
      },
    }),
  ).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Cannot initiate DEVICE_SRP_AUTH flow without first authenticating',
  })
})

test('a sign-in pays out once: its last answer cannot be sent again', async () => {
  await using pool = await userPool()
  const { username: USERNAME, password } = await pool.user('alice')
  const proof = await srpProof(userIdentity(pool.poolId, USERNAME), password)
  const asked = await pool.admin.initiateAuth({
    ClientId: pool.clientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME, SRP_A: proof.SRP_A },
  })
  const claim = await proof.claim(asked.ChallengeParameters)
  const answer = () =>
    pool.admin.respondToAuthChallenge({
      ClientId: pool.clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      Session: asked.Session,
      ChallengeResponses: { USERNAME, ...claim },
    })

  expect((await answer()).AuthenticationResult).toBeDefined()
  await expect(answer()).rejects.toBeInstanceOf(NotAuthorizedException)
})

test('a device is confirmed once: the same again is answered, another secret is refused', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  const { device, AccessToken } = await trackedDevice(pool, alice)
  const { DeviceKey } = device.registration

  expect(await pool.admin.confirmDevice({ AccessToken, ...device.registration })).toMatchObject({
    UserConfirmationNecessary: false,
  })
  const other = await newDevice({ DeviceKey, DeviceGroupKey: '-abcdefgh' })
  await expect(pool.admin.confirmDevice({ AccessToken, ...other.registration })).rejects.toBeInstanceOf(
    DeviceKeyExistsException,
  )
})

test('a forgotten device never comes back', async () => {
  await using pool = await userPool()
  const alice = await pool.user('alice')
  const { device, AccessToken, RefreshToken } = await trackedDevice(pool, alice)
  const named = { AccessToken, DeviceKey: device.deviceKey }
  await pool.admin.forgetDevice(named)

  await expect(pool.admin.getDevice(named)).rejects.toBeInstanceOf(ResourceNotFoundException)
  await expect(pool.admin.forgetDevice(named)).rejects.toBeInstanceOf(ResourceNotFoundException)
  await expect(
    pool.admin.updateDeviceStatus({ ...named, DeviceRememberedStatus: 'remembered' }),
  ).rejects.toBeInstanceOf(ResourceNotFoundException)
  await expect(pool.admin.confirmDevice({ AccessToken, ...device.registration })).rejects.toBeInstanceOf(
    InvalidParameterException,
  )
  await expect(
    pool.admin.getTokensFromRefreshToken({
      ClientId: pool.clientId,
      RefreshToken,
      DeviceKey: device.deviceKey,
    }),
  ).rejects.toBeInstanceOf(NotAuthorizedException)
})

test('where devices are not tracked, a device cannot be confirmed', async () => {
  await using pool = await userPool({ remember: 'off' })
  const { username: USERNAME, password: PASSWORD } = await pool.user('alice')
  const { AuthenticationResult: tokens } = await pool.admin.initiateAuth({
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME, PASSWORD },
  })
  expect(tokens?.NewDeviceMetadata).toBeUndefined()
  const made = await newDevice({
    DeviceKey: 'local_00000000-0000-4000-8000-000000000000',
    DeviceGroupKey: '-abcdefgh',
  })

  await expect(
    pool.admin.confirmDevice({ AccessToken: tokens?.AccessToken, ...made.registration }),
  ).rejects.toBeInstanceOf(InvalidUserPoolConfigurationException)
})

test('operators read a user’s devices page by page, newest first', async () => {
  await using pool = await userPool({ remember: 'opt-in' })
  const alice = await pool.user('alice')
  const keys: string[] = []
  for (let count = 0; count < 5; count += 1) {
    keys.unshift((await trackedDevice(pool, alice)).device.deviceKey)
    pool.clock.turn(1)
  }
  const listed: (string | undefined)[][] = []
  let PaginationToken: string | undefined
  do {
    const page = await pool.admin.adminListDevices({
      UserPoolId: pool.poolId,
      Username: alice.username,
      Limit: 2,
      PaginationToken,
    })
    listed.push((page.Devices ?? []).map(({ DeviceKey }) => DeviceKey))
    PaginationToken = page.PaginationToken
  } while (PaginationToken !== undefined)

  expect(listed).toEqual([keys.slice(0, 2), keys.slice(2, 4), keys.slice(4)])
})
