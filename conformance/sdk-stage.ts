import { authenticatorApp, given, type UserPool, userPool } from './pool-server.js'
import { newDevice } from './sdk-device.js'

/** One user pool for all exercises of the AWS SDK, each of which makes users of its own. */

export type Stage = Awaited<ReturnType<typeof openStage>>

/** What an operation is held to. */
export type Exercise = {
  /** Calls it, and checks what it answers and does. */
  serves(stage: Stage): Promise<void>
  /** Calls it so that it refuses. */
  refuses(stage: Stage): Promise<unknown>
  /** The class of the SDK that the refusal must be of. */
  error: new (
    ...args: never[]
  ) => Error
}

export async function openStage() {
  const pool = await userPool({
    mfa: 'optional',
    pool: {
      AutoVerifiedAttributes: ['email'],
      AliasAttributes: ['preferred_username'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } },
      SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
    },
  })
  const app = authenticatorApp(pool.clock)
  const here = { UserPoolId: pool.poolId }
  let users = 0
  const newName = () => {
    users += 1
    return `user-${users}`
  }
  return {
    pool,
    client: pool.admin,
    here,
    app,
    newName,
    newUser: (options: Parameters<UserPool['user']>[1] = {}) => pool.user(newName(), options),

    /** A user with the tokens of a sign-in, on a device whose key was issued. */
    async signedIn() {
      const user = await pool.user(newName())
      const { AuthenticationResult: result } = await pool.admin.adminInitiateAuth({
        ...here,
        ClientId: pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.username, PASSWORD: user.password },
      })
      return {
        ...user,
        AccessToken: given(result?.AccessToken),
        refreshToken: given(result?.RefreshToken),
        device: await newDevice(result?.NewDeviceMetadata),
      }
    },

    /** The same, with the device confirmed. */
    async onDevice() {
      const user = await this.signedIn()
      const { AccessToken, device } = user
      await pool.admin.confirmDevice({ AccessToken, ...device.registration, DeviceName: 'a laptop' })
      return { ...user, DeviceKey: device.deviceKey }
    },

    /** Somebody who signed up and did not confirm yet. */
    async applicant() {
      const Username = newName()
      const Password = 'Correct-horse-1'
      const UserAttributes = [{ Name: 'email', Value: `${Username}@example.com` }]
      const answer = await pool.admin.signUp({ ClientId: pool.clientId, Username, Password, UserAttributes })
      return { Username, Password, answer }
    },

    /** A second pool, to be changed at will. */
    async anotherPool(options: { PoolName?: string; DeletionProtection?: 'ACTIVE' } = {}) {
      const { UserPool } = await pool.admin.createUserPool({ PoolName: 'another', ...options })
      return { UserPoolId: given(UserPool?.Id) }
    },

    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}

export const NO_POOL = { UserPoolId: 'local_000000000' }
export const NO_DEVICE = 'local_00000000-0000-4000-8000-000000000000'
export const NO_TOKEN = 'not-a-token'
