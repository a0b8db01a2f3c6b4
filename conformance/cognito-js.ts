import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  type ICognitoStorage,
} from 'amazon-cognito-identity-js'
import type { UserPool } from './pool-server.js'

/** amazon-cognito-identity-js, unmodified, with promises in the place of its callbacks. */

export type Outcome =
  | { asksFor: 'nothing'; session: CognitoUserSession; userConfirmationNecessary: boolean }
  | { asksFor: 'totp' }
  | { asksFor: 'sms code'; destination: string }
  | { asksFor: 'new password' }

type Callbacks<Answer> = { onSuccess: (answer: Answer) => void; onFailure: (error: Error) => void }

/** What a method with onSuccess and onFailure answers. */
export const answerOf = <Answer>(call: (callbacks: Callbacks<Answer>) => void) =>
  new Promise<Answer>((resolve, reject) => call({ onSuccess: resolve, onFailure: reject }))

/** What a method with a callback in the manner of Node answers. */
export const resultOf = <Result>(call: (callback: (error?: Error | null, result?: Result) => void) => void) =>
  new Promise<Result | undefined>((resolve, reject) =>
    call((error, result) => (error ? reject(error) : resolve(result))),
  )

export type OldBrowser = ReturnType<typeof oldBrowser>

/** A browser whose app still uses this package. */
export function oldBrowser({ url, poolId, clientId }: Pick<UserPool, 'url' | 'poolId' | 'clientId'>) {
  const items = new Map<string, string>()
  const storage: ICognitoStorage = {
    setItem: (key, value) => void items.set(key, value),
    getItem: (key) => items.get(key) ?? null,
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  }
  const pool = new CognitoUserPool({
    UserPoolId: poolId,
    ClientId: clientId,
    endpoint: url,
    Storage: storage,
  })

  return {
    pool,
    user: (username: string) => new CognitoUser({ Username: username, Pool: pool, Storage: storage }),
    deviceKey: (username: string) =>
      items.get(`CognitoIdentityServiceProvider.${clientId}.${username}.deviceKey`),
    overwriteSecret: (username: string, secret: string) =>
      items.set(`CognitoIdentityServiceProvider.${clientId}.${username}.randomPasswordKey`, secret),
    hasTokens: () => [...items.keys()].some((key) => key.endsWith('.accessToken')),
  }
}

export const signIn = (user: CognitoUser, password: string) =>
  new Promise<Outcome>((resolve, reject) => {
    const details = new AuthenticationDetails({ Username: user.getUsername(), Password: password })
    user.authenticateUser(details, {
      onSuccess: (session, necessary) => resolve(signedIn(session, necessary)),
      onFailure: reject,
      totpRequired: () => resolve({ asksFor: 'totp' }),
      mfaRequired: (_name, { CODE_DELIVERY_DESTINATION: destination }) =>
        resolve({ asksFor: 'sms code', destination }),
      newPasswordRequired: () => resolve({ asksFor: 'new password' }),
    })
  })

/** With the password in the clear: the cheap way in, for stories about what comes after it. */
export function enter(user: CognitoUser, password: string): Promise<Outcome> {
  user.setAuthenticationFlowType('USER_PASSWORD_AUTH')
  return signIn(user, password)
}

export const sendTotp = (user: CognitoUser, code: string) => sendCode(user, code, 'SOFTWARE_TOKEN_MFA')
export const sendSmsCode = (user: CognitoUser, code: string) => sendCode(user, code, 'SMS_MFA')

const sendCode = (user: CognitoUser, code: string, challenge: string) =>
  new Promise<Outcome>((resolve, reject) => {
    user.sendMFACode(
      code,
      { onSuccess: (session, necessary) => resolve(signedIn(session, necessary)), onFailure: reject },
      challenge,
    )
  })

export const sendNewPassword = (user: CognitoUser, password: string) =>
  new Promise<Outcome>((resolve, reject) => {
    user.completeNewPasswordChallenge(
      password,
      {},
      {
        onSuccess: (session, necessary) => resolve(signedIn(session, necessary)),
        onFailure: reject,
      },
    )
  })

const signedIn = (session: CognitoUserSession, necessary = false): Outcome => ({
  asksFor: 'nothing',
  session,
  userConfirmationNecessary: necessary,
})
