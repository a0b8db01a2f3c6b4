import {
  InvalidParameterException,
  NotAuthorizedException,
  ResourceNotFoundException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect } from 'vitest'
import { type Exercise, NO_TOKEN, type Stage } from './sdk-stage.js'

/** Second factors, beside what users do with an authenticator app. */

const SMS = [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' } as const]
const PHONE = { phone_number: '+15551234567', phone_number_verified: 'true' }

/** The access token of a user with a telephone. */
async function withPhone({ client, here, signedIn }: Stage) {
  const user = await signedIn()
  const UserAttributes = Object.entries(PHONE).map(([Name, Value]) => ({ Name, Value }))
  await client.adminUpdateUserAttributes({ ...here, Username: user.username, UserAttributes })
  return user
}

export const mfaExercises: Record<string, Exercise> = {
  SetUserSettings: {
    async serves(stage) {
      const { AccessToken } = await withPhone(stage)
      await stage.client.setUserSettings({ AccessToken, MFAOptions: SMS })
      expect(await stage.client.getUser({ AccessToken })).toMatchObject({
        MFAOptions: SMS,
        UserMFASettingList: ['SMS_MFA'],
      })
    },
    refuses: ({ client }) => client.setUserSettings({ AccessToken: NO_TOKEN, MFAOptions: SMS }),
    error: NotAuthorizedException,
  },
  AdminSetUserSettings: {
    async serves({ client, here, newUser }) {
      const { username: Username } = await newUser({ attributes: PHONE })
      await client.adminSetUserSettings({ ...here, Username, MFAOptions: SMS })
      expect(await client.adminGetUser({ ...here, Username })).toMatchObject({ MFAOptions: SMS })
      await client.adminSetUserSettings({ ...here, Username, MFAOptions: [] })
      expect((await client.adminGetUser({ ...here, Username })).MFAOptions).toBeUndefined()
    },
    refuses: async ({ client, here, newUser }) =>
      client.adminSetUserSettings({ ...here, Username: (await newUser()).username, MFAOptions: SMS }),
    error: InvalidParameterException,
  },
  AdminDeleteSoftwareToken: {
    async serves({ client, here, newUser }) {
      const { username: Username } = await newUser({ totp: true })
      await client.adminDeleteSoftwareToken({ ...here, Username })
      expect((await client.adminGetUser({ ...here, Username })).UserMFASettingList).toBeUndefined()
      await expect(client.adminDeleteSoftwareToken({ ...here, Username })).rejects.toBeInstanceOf(
        ResourceNotFoundException,
      )
    },
    refuses: ({ client, here }) => client.adminDeleteSoftwareToken({ ...here, Username: 'nobody' }),
    error: UserNotFoundException,
  },
}
