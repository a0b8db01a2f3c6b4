// @ts-check

/** @typedef {'amplify' | 'latchkey'} LibraryName */

/**
 * What an app calls. `calls` is what the server must have been asked for by then: it shows that both libraries did the
 * same work, and all of it.
 * @typedef {{
 *   name: string, title: string, flow: 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH', userPoolId: string, clientId: string,
 *   device: 'none' | 'new' | 'remembered', calls: string[],
 * }} Case
 */

export const PASSWORD = 'Correct-Horse-Battery-9'

const untracked = { userPoolId: 'local_Untracked1', clientId: 'untracked' }
const tracked = { userPoolId: 'local_Tracked1', clientId: 'tracked' }

const PROOF = ['InitiateAuth', 'RespondToAuthChallenge']

/** @type {Case[]} */
export const CASES = [
  {
    ...untracked,
    name: 'sign-in',
    title: 'SRP for the password',
    flow: 'USER_SRP_AUTH',
    device: 'none',
    calls: PROOF,
  },
  {
    ...tracked,
    name: 'device verifier',
    title: 'the password in the clear, on a new device, until it is registered',
    flow: 'USER_PASSWORD_AUTH',
    device: 'new',
    calls: ['InitiateAuth', 'ConfirmDevice'],
  },
  {
    ...tracked,
    name: 'sign-in + device',
    title: 'SRP for the password, then SRP for the device, which is remembered',
    flow: 'USER_SRP_AUTH',
    device: 'remembered',
    calls: [...PROOF, 'RespondToAuthChallenge', 'RespondToAuthChallenge'],
  },
]

/** @type {LibraryName[]} */
export const LIBRARIES = ['amplify', 'latchkey']

/** Users of their own, so that no case meets another one's device. @param {LibraryName} library @param {Case} one */
export const userOf = (library, one) => `${library}-${one.device}`

/** @type {import('@latchkey/server').Configuration} */
export const configuration = {
  file: 'the benchmark',
  pools: [
    { UserPoolId: untracked.userPoolId, request: { PoolName: 'untracked' } },
    {
      UserPoolId: tracked.userPoolId,
      request: {
        PoolName: 'tracked',
        DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
      },
    },
  ],
  clients: [untracked, tracked].map(({ userPoolId: UserPoolId, clientId: ClientId }) => ({
    ClientId,
    request: {
      UserPoolId,
      ClientName: 'bench',
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    },
  })),
  users: LIBRARIES.flatMap((library) =>
    CASES.map((one) => ({
      Password: PASSWORD,
      request: { UserPoolId: one.userPoolId, Username: userOf(library, one) },
    })),
  ),
}
