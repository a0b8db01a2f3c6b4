import {
  InvalidParameterException,
  NotAuthorizedException,
  ResourceNotFoundException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import { Authenticator } from '@latchkey/testing'
import { expect } from 'vitest'
import { type Exercise, NO_TOKEN, type Stage } from './sdk-stage.js'

/** Passkeys, and what a user may begin a sign-in with. */

async function withPasskey({ client, signedIn }: Stage) {
  const user = await signedIn()
  const { AccessToken } = user
  const { CredentialCreationOptions } = await client.startWebAuthnRegistration({ AccessToken })
  const made = new Authenticator().create(CredentialCreationOptions)
  // The SDK's type of a document has no interfaces in it.
  await client.completeWebAuthnRegistration({ AccessToken, Credential: { ...made } as never })
  return { ...user, CredentialId: made.id }
}

export const passkeysExercises: Record<string, Exercise> = {
  StartWebAuthnRegistration: {
    async serves({ client, signedIn }) {
      const { AccessToken } = await signedIn()
      const { CredentialCreationOptions } = await client.startWebAuthnRegistration({ AccessToken })
      expect(CredentialCreationOptions).toMatchObject({ rp: { id: 'localhost' }, attestation: 'none' })
    },
    refuses: ({ client }) => client.startWebAuthnRegistration({ AccessToken: NO_TOKEN }),
    error: NotAuthorizedException,
  },
  CompleteWebAuthnRegistration: {
    async serves(stage) {
      const { AccessToken, CredentialId } = await withPasskey(stage)
      const { Credentials } = await stage.client.listWebAuthnCredentials({ AccessToken })
      expect(Credentials).toMatchObject([{ CredentialId, CreatedAt: expect.any(Date) }])
    },
    refuses: async ({ client, signedIn }) => {
      const { AccessToken } = await signedIn()
      return client.completeWebAuthnRegistration({ AccessToken, Credential: {} })
    },
    error: InvalidParameterException,
  },
  ListWebAuthnCredentials: {
    async serves({ client, signedIn }) {
      const { AccessToken } = await signedIn()
      expect(await client.listWebAuthnCredentials({ AccessToken })).toMatchObject({ Credentials: [] })
    },
    refuses: ({ client }) => client.listWebAuthnCredentials({ AccessToken: NO_TOKEN }),
    error: NotAuthorizedException,
  },
  DeleteWebAuthnCredential: {
    async serves(stage) {
      const { AccessToken, CredentialId } = await withPasskey(stage)
      await stage.client.deleteWebAuthnCredential({ AccessToken, CredentialId })
      expect(await stage.client.listWebAuthnCredentials({ AccessToken })).toMatchObject({ Credentials: [] })
    },
    refuses: async ({ client, signedIn }) => {
      const { AccessToken } = await signedIn()
      return client.deleteWebAuthnCredential({ AccessToken, CredentialId: 'bm9uZQ' })
    },
    error: ResourceNotFoundException,
  },
  GetUserAuthFactors: {
    async serves(stage) {
      const { AccessToken, username } = await withPasskey(stage)
      expect(await stage.client.getUserAuthFactors({ AccessToken })).toMatchObject({
        Username: username,
        ConfiguredUserAuthFactors: ['PASSWORD', 'WEB_AUTHN'],
      })
    },
    refuses: ({ client }) => client.getUserAuthFactors({ AccessToken: NO_TOKEN }),
    error: NotAuthorizedException,
  },
  AdminGetUserAuthFactors: {
    async serves({ client, here, newUser }) {
      const { username: Username } = await newUser()
      expect(await client.adminGetUserAuthFactors({ ...here, Username })).toMatchObject({
        Username,
        ConfiguredUserAuthFactors: ['PASSWORD'],
      })
    },
    refuses: ({ client, here }) => client.adminGetUserAuthFactors({ ...here, Username: 'nobody' }),
    error: UserNotFoundException,
  },
}
