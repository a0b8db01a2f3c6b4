import { AuthError } from './errors.js'

type Factor = 'WEB_AUTHN' | 'EMAIL_OTP' | 'SMS_OTP' | 'PASSWORD' | 'PASSWORD_SRP'

type Passwordless = {
  emailOtpEnabled?: boolean
  smsOtpEnabled?: boolean
  webAuthn?: unknown
  preferredChallenge?: Factor | undefined
}

/** The part of aws-amplify's ResourcesConfig that is looked at; whatever else is in it is left alone. */
export type ResourcesConfig = {
  Auth?: {
    Cognito: {
      userPoolId?: string
      userPoolClientId?: string
      /** Where the server is. Without it, it is Amazon Cognito in the region that the pool's id names. */
      userPoolEndpoint?: string
      signUpVerificationMethod?: 'code' | 'link'
      passwordless?: Passwordless
    }
  }
}

/** `amplify_outputs.json` of Amplify Gen 2. */
export type AmplifyOutputs = {
  version?: string
  auth?: { user_pool_id: string; user_pool_client_id: string }
}

/** `aws-exports.js` of Amplify Gen 1. */
export type LegacyConfig = { aws_user_pools_id?: string; aws_user_pools_web_client_id?: string }

/** What the rest of this library knows of the configuration. */
export type PoolConfiguration = {
  readonly userPoolId: string
  readonly clientId: string
  readonly endpoint: string
  readonly confirmsByLink: boolean
  readonly passwordless: Passwordless | undefined
}

/**
 * Reads any of Amplify's three forms.
 *
 * @param endpoint instead of the one in the configuration: the other two forms have no place for it
 * @returns undefined where the configuration has no user pool in it, as in an app that uses other parts of Amplify
 * @throws AuthError InvalidUserPoolId, InvalidUserPoolClientId, InvalidUserPoolEndpoint
 */
export function readConfiguration(config: object, endpoint?: string): PoolConfiguration | undefined {
  const cognito = cognitoOf(config)
  const { userPoolId, userPoolClientId } = cognito
  if (userPoolId === undefined && userPoolClientId === undefined) return undefined
  return {
    userPoolId: valid(
      'Id',
      userPoolId,
      isPoolId,
      'looks like eu-west-1_AbCdEf123: a region, an underscore, letters and digits',
    ),
    clientId: valid(
      'ClientId',
      userPoolClientId,
      (id) => /^[\w+]{1,128}$/.test(id),
      'has letters and digits only',
    ),
    endpoint: valid(
      'Endpoint',
      endpoint ?? cognito.userPoolEndpoint ?? cognitoEndpoint(String(userPoolId)),
      (url) => /^https?:\/\/[^\s/?#]+[^\s]*$/.test(url),
      'is a URL like http://127.0.0.1:9229',
    ),
    confirmsByLink: cognito.signUpVerificationMethod === 'link',
    passwordless: cognito.passwordless,
  }
}

type Cognito = NonNullable<ResourcesConfig['Auth']>['Cognito']

function cognitoOf(config: object): Cognito {
  const { Auth, auth, ...legacy } = (config ?? {}) as ResourcesConfig & AmplifyOutputs & LegacyConfig
  if (Auth?.Cognito) return Auth.Cognito
  return defined({
    userPoolId: auth ? auth.user_pool_id : legacy.aws_user_pools_id,
    userPoolClientId: auth ? auth.user_pool_client_id : legacy.aws_user_pools_web_client_id,
  })
}

const defined = (cognito: { [Name in keyof Cognito]: Cognito[Name] | undefined }): Cognito =>
  Object.fromEntries(Object.entries(cognito).filter(([, value]) => value !== undefined))

/** Source: UserPoolIdType of the service model. */
const isPoolId = (id: string) => id.length <= 55 && /^[\w-]+_[0-9a-zA-Z]+$/.test(id)

function valid(what: string, value: unknown, isRight: (text: string) => boolean, form: string): string {
  if (typeof value === 'string' && isRight(value)) return value
  throw new AuthError({
    name: `InvalidUserPool${what}`,
    message: `userPool${what} ${form}, not ${JSON.stringify(value)}.`,
    recoverySuggestion: 'Correct the object that is passed to configure().',
  })
}

/** Source: the endpoints of the AWS General Reference; regions of China have a domain of their own. */
function cognitoEndpoint(userPoolId: string): string {
  const [region = ''] = userPoolId.split('_')
  return `https://cognito-idp.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`
}
