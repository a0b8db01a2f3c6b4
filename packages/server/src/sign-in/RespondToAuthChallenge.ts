import { requireClient } from '../clients/require-client.js'
import type { Operation } from '../operation.js'
import { respond } from './respond.js'

export const RespondToAuthChallenge: Operation<'RespondToAuthChallenge'> = async (world, request, caller) => {
  const { client, pool } = await requireClient(world, request.ClientId)
  const step = { client, pool, caller, shown: request.ChallengeResponses ?? {}, session: request.Session }
  return respond(world, step, request.ChallengeName)
}
