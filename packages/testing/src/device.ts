import type {
  AuthenticationResultType,
  AuthFlowType,
  ChallengeNameType,
  DeviceType,
  InitiateAuthResponse,
  OperationName,
  Requests,
  Responses,
} from '@latchkey/wire'
import type { Authenticator, CredentialJson, Pretence } from './authenticator.js'
import { call, ProtocolError, type Wire } from './call.js'
import type { Person } from './person.js'
import {
  claim,
  deviceIdentity,
  deviceSecret,
  type Parameters,
  secretHash,
  srpA,
  userIdentity,
} from './proof.js'

/** What a sign-in asks the user for. The proof of a device is the device's own business, and asks nobody. */
export type Asks =
  | 'nothing'
  | 'totp'
  | 'sms code'
  | 'email code'
  | 'mfa choice'
  | 'totp set-up'
  | 'mfa set-up'
  | 'new password'
  | 'choice'
  | 'passkey'
  | 'custom'

/** How far a sign-in got. */
export type Progress = {
  asks: Asks
  /** The challenge that is open, for those who look closer. */
  challenge?: { name: ChallengeNameType; session: string; parameters: Parameters; choices: string[] }
  /** The tokens, once nothing is asked any more. */
  result?: AuthenticationResultType
}

/** What a device keeps of itself for one user: aws-amplify's deviceKey, deviceGroupKey and randomPasswordKey. */
export type DeviceKeys = { deviceKey: string; deviceGroupKey: string; secret: string }

/** An app client, with its secret if it has one. */
export type AppClient = { clientId: string; clientSecret: string | undefined }

export type Flow = 'srp' | 'password' | 'choice' | 'operator' | 'custom' | 'custom with password'

const asksOf: Partial<Record<ChallengeNameType, Asks>> = {
  SOFTWARE_TOKEN_MFA: 'totp',
  SMS_MFA: 'sms code',
  EMAIL_OTP: 'email code',
  SELECT_MFA_TYPE: 'mfa choice',
  MFA_SETUP: 'mfa set-up',
  NEW_PASSWORD_REQUIRED: 'new password',
  SELECT_CHALLENGE: 'choice',
  WEB_AUTHN: 'passkey',
  SMS_OTP: 'sms code',
  CUSTOM_CHALLENGE: 'custom',
}

/** What the answers to the challenges are called. A software token's is sent where nothing else is. */
const answerNames: Partial<Record<ChallengeNameType, string>> = {
  NEW_PASSWORD_REQUIRED: 'NEW_PASSWORD',
  SELECT_MFA_TYPE: 'ANSWER',
  MFA_SETUP: 'EMAIL',
  SMS_MFA: 'SMS_MFA_CODE',
  EMAIL_OTP: 'EMAIL_OTP_CODE',
  SMS_OTP: 'SMS_OTP_CODE',
  WEB_AUTHN: 'CREDENTIAL',
  CUSTOM_CHALLENGE: 'ANSWER',
}

/** Those whose answers carry the device key, as aws-amplify's do. */
const namesDevice: readonly ChallengeNameType[] = [
  'SOFTWARE_TOKEN_MFA',
  'SMS_MFA',
  'EMAIL_OTP',
  'SMS_OTP',
  'CUSTOM_CHALLENGE',
]

/** What a JWT says. Its signature is not looked at. */
export const claimsIn = (token = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

function stepOf(operation: OperationName, request: object): string {
  if ('ChallengeName' in request) return String(request.ChallengeName)
  return 'AuthFlow' in request ? String(request.AuthFlow) : operation
}

/**
 * An app on some device. On the wire it behaves as aws-amplify 6 does: it sends its device key where Amplify sends
 * it, proves its device when asked, confirms itself when it is issued a key, keeps its keys when it signs out, and
 * recovers once from "Device does not exist.".
 */
export class Device {
  readonly name: string
  readonly client: AppClient
  /** The address that it connects from. */
  address = '192.0.2.1'
  /** False: it never calls ConfirmDevice, as apps that do not know of devices. */
  confirmsItself = true
  /** What it keeps per user name. Tests may look at it, and spoil it. */
  readonly storage = new Map<string, DeviceKeys>()
  /** Every call that it made, in order. */
  readonly calls: { operation: OperationName; request: unknown }[] = []
  /** What the last sign-in took, by the names of its flow and challenges: 'USER_SRP_AUTH', 'PASSWORD_VERIFIER', … */
  walk: string[] = []
  tokens: AuthenticationResultType = {}
  readonly #wire: Wire
  readonly #poolId: string
  #byOperator = false
  #username = ''
  #open: Progress['challenge']

  constructor(wire: Wire, poolId: string, client: AppClient, name: string) {
    this.#wire = wire
    this.#poolId = poolId
    this.client = client
    this.name = name
  }

  /** What it keeps for the user who signed in last. */
  get kept(): DeviceKeys | undefined {
    return this.storage.get(this.#username)
  }

  get keys(): DeviceKeys {
    return this.kept ?? this.#missing('device keys')
  }

  get key(): string {
    return this.keys.deviceKey
  }

  get accessToken(): string {
    return this.tokens.AccessToken ?? this.#missing('access token')
  }

  /** What the access token says. */
  get claims(): Record<string, unknown> {
    return claimsIn(this.accessToken)
  }

  get refreshToken(): string {
    return this.tokens.RefreshToken ?? this.#missing('refresh token')
  }

  /** The challenge that waits for an answer. */
  get open(): NonNullable<Progress['challenge']> {
    return this.#open ?? this.#missing('open challenge')
  }

  /** Begins a sign-in, and goes as far as it gets without the user. */
  async signIn(
    who: Pick<Person, 'username' | 'password'>,
    {
      flow = 'srp',
      as = who.username,
      password = who.password,
      prefer,
    }: { flow?: Flow; as?: string; password?: string; prefer?: ChallengeNameType } = {},
  ): Promise<Progress> {
    this.tokens = {}
    this.walk = []
    this.#open = undefined
    this.#username = as
    this.#byOperator = flow === 'operator'
    switch (flow) {
      case 'srp': {
        const ephemeral = await srpA()
        const challenge = await this.begin('USER_SRP_AUTH', { USERNAME: as, SRP_A: ephemeral.SRP_A })
        return this.#provePassword(challenge, ephemeral, password)
      }
      case 'custom with password': {
        const ephemeral = await srpA()
        const begun = { USERNAME: as, SRP_A: ephemeral.SRP_A, CHALLENGE_NAME: 'SRP_A' }
        return this.#provePassword(await this.begin('CUSTOM_AUTH', begun), ephemeral, password)
      }
      case 'custom': {
        const challenge = await this.begin('CUSTOM_AUTH', { USERNAME: as, ...this.#deviceKey() })
        this.#username = challenge.ChallengeParameters?.USERNAME ?? as
        return this.#goOn(challenge)
      }
      case 'choice':
        return this.#goOn(
          await this.begin('USER_AUTH', { USERNAME: as, ...(prefer && { PREFERRED_CHALLENGE: prefer }) }),
        )
      case 'password':
      case 'operator': {
        const name = flow === 'operator' ? 'ADMIN_USER_PASSWORD_AUTH' : 'USER_PASSWORD_AUTH'
        return this.#recovering(async () =>
          this.#goOn(await this.begin(name, { USERNAME: as, PASSWORD: password, ...this.#deviceKey() })),
        )
      }
    }
  }

  /** A sign-in to its end, with a code of the authenticator app where one is asked for. */
  async enter(who: Person, options: { flow?: Flow; as?: string } = {}): Promise<AuthenticationResultType> {
    const { asks } = await this.signIn(who, options)
    if (asks === 'totp') await this.answer(who.code())
    else if (asks !== 'nothing') throw new Error(`The sign-in asks for ${asks}.`)
    return this.tokens
  }

  /** Chooses the first factor where a sign-in asks for a choice. */
  async choose(answer: ChallengeNameType, password = ''): Promise<Progress> {
    const { session } = this.open
    const responses = { USERNAME: this.#username, ANSWER: answer }
    if (answer === 'PASSWORD') {
      return this.#goOn(await this.respond('SELECT_CHALLENGE', { ...responses, PASSWORD: password }, session))
    }
    if (answer !== 'PASSWORD_SRP')
      return this.#goOn(await this.respond('SELECT_CHALLENGE', responses, session))
    const ephemeral = await srpA()
    const challenge = await this.respond(
      'SELECT_CHALLENGE',
      { ...responses, SRP_A: ephemeral.SRP_A },
      session,
    )
    return this.#provePassword(challenge, ephemeral, password)
  }

  /** Answers what was asked: with a code, a choice, an address, a new password. A wrong one may be followed by another. */
  async answer(text: string, extra: Parameters = {}): Promise<Progress> {
    const { name, session } = this.open
    const responses: Parameters = {
      [answerNames[name] ?? 'SOFTWARE_TOKEN_MFA_CODE']: text,
      ...(namesDevice.includes(name) && this.#deviceKey()),
    }
    return this.#goOn(await this.respond(name, { USERNAME: this.#username, ...responses, ...extra }, session))
  }

  /** Makes a passkey for the user who is signed in. */
  async makePasskey(authenticator: Authenticator, pretence: Pretence = {}): Promise<CredentialJson> {
    const AccessToken = this.accessToken
    const { CredentialCreationOptions } = await this.call('StartWebAuthnRegistration', { AccessToken })
    const Credential = authenticator.create(CredentialCreationOptions, pretence)
    await this.call('CompleteWebAuthnRegistration', { AccessToken, Credential })
    return Credential
  }

  /** Shows a passkey where a sign-in asks for one. */
  showPasskey(authenticator: Authenticator, pretence: Pretence = {}, extra: Parameters = {}) {
    const options = this.open.parameters.CREDENTIAL_REQUEST_OPTIONS
    return this.answer(JSON.stringify(authenticator.get(options, pretence)), extra)
  }

  /** Sets up an authenticator app in the middle of a sign-in, and ends the sign-in with it. */
  async setUpTotp(who: Person): Promise<Progress> {
    const associated = await this.call('AssociateSoftwareToken', { Session: this.open.session })
    who.totpSecret = associated.SecretCode
    const UserCode = who.code()
    const { Session } = await this.call('VerifySoftwareToken', { Session: associated.Session, UserCode })
    return this.#goOn(await this.respond('MFA_SETUP', { USERNAME: this.#username }, Session))
  }

  /** UpdateDeviceStatus: remembered. */
  async rememberDevice(): Promise<void> {
    await this.#setStatus('remembered')
  }

  /** UpdateDeviceStatus: not_remembered. */
  async doNotRemember(): Promise<void> {
    await this.#setStatus('not_remembered')
  }

  /** ForgetDevice, of this device or of another one of the user's. */
  async forgetDevice(DeviceKey = this.key): Promise<void> {
    await this.call('ForgetDevice', { AccessToken: this.accessToken, DeviceKey })
    if (DeviceKey === this.kept?.deviceKey) this.storage.delete(this.#username)
  }

  /** ListDevices: what the user gets to see. */
  async fetchDevices(): Promise<DeviceType[]> {
    const { Devices } = await this.call('ListDevices', { AccessToken: this.accessToken, Limit: 60 })
    return Devices ?? []
  }

  /** GetTokensFromRefreshToken, with the device key if there is one, or with another one, or with none. */
  async refresh(shown: { deviceKey?: string | 'none' } = {}): Promise<AuthenticationResultType> {
    const deviceKey = shown.deviceKey ?? this.kept?.deviceKey
    const { AuthenticationResult } = await this.call('GetTokensFromRefreshToken', {
      ClientId: this.client.clientId,
      ClientSecret: this.client.clientSecret,
      RefreshToken: this.refreshToken,
      DeviceKey: deviceKey === 'none' ? undefined : deviceKey,
    })
    return this.#take(AuthenticationResult)
  }

  /** InitiateAuth with REFRESH_TOKEN_AUTH, as clients before aws-amplify 6.15.4 refresh. */
  async refreshAsBefore(DEVICE_KEY = this.kept?.deviceKey): Promise<AuthenticationResultType> {
    const { clientId, clientSecret } = this.client
    const { AuthenticationResult } = await this.call('InitiateAuth', {
      ClientId: clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: {
        REFRESH_TOKEN: this.refreshToken,
        ...(DEVICE_KEY === undefined ? {} : { DEVICE_KEY }),
        ...(clientSecret === undefined
          ? {}
          : { SECRET_HASH: secretHash(clientSecret, this.#username, clientId) }),
      },
    })
    return this.#take(AuthenticationResult)
  }

  /** RevokeToken, or GlobalSignOut. The device keys stay, as in every client. */
  async signOut({ everywhere = false } = {}): Promise<void> {
    const { clientId: ClientId, clientSecret: ClientSecret } = this.client
    if (everywhere) await this.call('GlobalSignOut', { AccessToken: this.accessToken })
    else await this.call('RevokeToken', { ClientId, ClientSecret, Token: this.refreshToken })
    this.tokens = {}
  }

  /** One call of InitiateAuth, or AdminInitiateAuth in an operator's sign-in. */
  begin(AuthFlow: AuthFlowType, parameters: Parameters): Promise<InitiateAuthResponse> {
    const { clientId: ClientId } = this.client
    const AuthParameters = this.#hashed(parameters)
    return this.#byOperator
      ? this.call('AdminInitiateAuth', { UserPoolId: this.#poolId, ClientId, AuthFlow, AuthParameters })
      : this.call('InitiateAuth', { ClientId, AuthFlow, AuthParameters })
  }

  /** One call of RespondToAuthChallenge, or AdminRespondToAuthChallenge in an operator's sign-in. */
  respond(
    ChallengeName: ChallengeNameType,
    responses: Parameters,
    Session: string | undefined,
  ): Promise<InitiateAuthResponse> {
    const { clientId: ClientId } = this.client
    const request = { ClientId, ChallengeName, Session, ChallengeResponses: this.#hashed(responses) }
    return this.#byOperator
      ? this.call('AdminRespondToAuthChallenge', { UserPoolId: this.#poolId, ...request })
      : this.call('RespondToAuthChallenge', request)
  }

  /** Any call, from this device. */
  call<Name extends OperationName>(operation: Name, request: Requests[Name]): Promise<Responses[Name]> {
    this.calls.push({ operation, request })
    this.walk.push(stepOf(operation, request))
    return call(this.#wire, operation, request, this.address)
  }

  async #provePassword(
    challenge: InitiateAuthResponse,
    ephemeral: Awaited<ReturnType<typeof srpA>>,
    secret: string,
  ): Promise<Progress> {
    const parameters = challenge.ChallengeParameters ?? {}
    const username = parameters.USER_ID_FOR_SRP ?? this.#missing('USER_ID_FOR_SRP')
    this.#username = username
    return this.#recovering(async () => {
      const proof = await claim({
        identity: userIdentity(this.#poolId, username),
        secret,
        ephemeral,
        challenge: parameters,
        at: this.#wire.now(),
      })
      const responses = { USERNAME: username, ...proof, ...this.#deviceKey() }
      return this.#goOn(await this.respond('PASSWORD_VERIFIER', responses, challenge.Session))
    })
  }

  async #proveDevice(session: string | undefined): Promise<Progress> {
    const { deviceKey, deviceGroupKey, secret } = this.keys
    const ephemeral = await srpA()
    const base = { USERNAME: this.#username, DEVICE_KEY: deviceKey }
    const challenge = await this.respond('DEVICE_SRP_AUTH', { ...base, SRP_A: ephemeral.SRP_A }, session)
    const parameters = challenge.ChallengeParameters ?? {}
    const proof = await claim({
      identity: deviceIdentity(deviceGroupKey, deviceKey),
      secret,
      ephemeral,
      challenge: parameters,
      at: this.#wire.now(),
    })
    const responses = { ...base, USERNAME: parameters.USERNAME ?? base.USERNAME, ...proof }
    return this.#goOn(await this.respond('DEVICE_PASSWORD_VERIFIER', responses, challenge.Session))
  }

  /** aws-amplify `retryOnResourceNotFoundException`: drops the keys and does the same step once more. */
  async #recovering(step: () => Promise<Progress>): Promise<Progress> {
    try {
      return await step()
    } catch (error) {
      const recoverable =
        error instanceof ProtocolError &&
        error.code === 'ResourceNotFoundException' &&
        error.message.includes('Device does not exist.')
      if (!recoverable) throw error
      this.storage.delete(this.#username)
      return step()
    }
  }

  async #goOn(answer: InitiateAuthResponse): Promise<Progress> {
    const { ChallengeName: name, Session: session, ChallengeParameters: parameters = {} } = answer
    if (name === undefined) return this.#arrive(answer.AuthenticationResult ?? this.#missing('result'))
    if (name === 'DEVICE_SRP_AUTH') return this.#proveDevice(session)
    const asks = parameters.MFAS_CAN_SETUP === '["SOFTWARE_TOKEN_MFA"]' ? 'totp set-up' : asksOf[name]
    if (asks === undefined || session === undefined) throw new Error(`Nothing here answers ${name}.`)
    this.#open = { name, session, parameters, choices: answer.AvailableChallenges ?? [] }
    return { asks, challenge: this.#open }
  }

  async #arrive(result: AuthenticationResultType): Promise<Progress> {
    this.#open = undefined
    this.tokens = result
    const { DeviceKey, DeviceGroupKey } = result.NewDeviceMetadata ?? {}
    if (DeviceKey !== undefined && DeviceGroupKey !== undefined && this.confirmsItself) {
      const { secret, config } = await deviceSecret(DeviceGroupKey, DeviceKey)
      await this.call('ConfirmDevice', {
        AccessToken: this.accessToken,
        DeviceKey,
        DeviceName: this.name,
        DeviceSecretVerifierConfig: config,
      })
      this.storage.set(this.#username, { deviceKey: DeviceKey, deviceGroupKey: DeviceGroupKey, secret })
    }
    return { asks: 'nothing', result }
  }

  #take(result: AuthenticationResultType | undefined): AuthenticationResultType {
    this.tokens = { ...this.tokens, ...(result ?? this.#missing('result')) }
    return result ?? {}
  }

  async #setStatus(DeviceRememberedStatus: 'remembered' | 'not_remembered'): Promise<void> {
    const { accessToken: AccessToken, key: DeviceKey } = this
    await this.call('UpdateDeviceStatus', { AccessToken, DeviceKey, DeviceRememberedStatus })
  }

  #deviceKey(): Parameters {
    return this.kept === undefined ? {} : { DEVICE_KEY: this.kept.deviceKey }
  }

  #hashed(parameters: Parameters): Parameters {
    const { clientId, clientSecret } = this.client
    if (clientSecret === undefined || 'SECRET_HASH' in parameters) return parameters
    return { ...parameters, SECRET_HASH: secretHash(clientSecret, parameters.USERNAME ?? '', clientId) }
  }

  #missing(what: string): never {
    throw new Error(`${this.name} has no ${what}.`)
  }
}
