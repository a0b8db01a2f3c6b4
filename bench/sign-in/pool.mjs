// @ts-check

export const POOL = 'local_Bench1'
export const CLIENT = 'benchclient'

/**
 * A pool that remembers every device, so that each sign-in proves its device (SRP) after the password (SRP).
 * @type {import('@latchkey/server').Configuration}
 */
export const configuration = {
  file: 'the benchmark',
  pools: [
    {
      UserPoolId: POOL,
      request: {
        PoolName: 'bench',
        DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
      },
    },
  ],
  clients: [
    {
      ClientId: CLIENT,
      request: { UserPoolId: POOL, ClientName: 'bench', PreventUserExistenceErrors: 'ENABLED' },
    },
  ],
  users: [],
}
