import { clientSecretMatches, requireClient } from '../clients/require-client.js'
import { notAuthorized } from '../errors.js'
import type { Operation } from '../operation.js'
import { refresh } from './refresh.js'

export const GetTokensFromRefreshToken: Operation<'GetTokensFromRefreshToken'> = async (
  world,
  request,
  caller,
) => {
  const { client, pool } = await requireClient(world, request.ClientId)
  if (!clientSecretMatches(client, request.ClientSecret)) {
    throw notAuthorized(`Unable to verify secret for client ${client.clientId}`)
  }
  const { ClientMetadata: metadata } = request
  const step = { client, pool, caller, shown: {}, session: undefined, metadata, about: {} }
  const { AuthenticationResult } = await refresh(world, step, {
    token: request.RefreshToken,
    deviceKey: request.DeviceKey,
    secretChecked: true,
  })
  return { AuthenticationResult }
}
