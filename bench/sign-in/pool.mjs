// @ts-check

export const POOL = 'local_Bench1'
export const CLIENT = 'benchclient'

/**
 * With devices, a pool that remembers every one of them, so that each sign-in proves its device (SRP) after the
 * password (SRP).
 *
 * @param {boolean} devices
 * @returns {import('@latchkey/server').Configuration}
 */
export const configuration = (devices) => ({
  file: 'the benchmark',
  pools: [
    {
      UserPoolId: POOL,
      request: {
        PoolName: 'bench',
        ...(devices && {
          DeviceConfiguration: {
            ChallengeRequiredOnNewDevice: true,
            DeviceOnlyRememberedOnUserPrompt: false,
          },
        }),
      },
    },
  ],
  clients: [
    {
      ClientId: CLIENT,
      request: {
        UserPoolId: POOL,
        ClientName: 'bench',
        PreventUserExistenceErrors: 'ENABLED',
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      },
    },
  ],
  users: [],
})
