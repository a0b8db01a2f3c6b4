import { requireClient } from '../clients/require-client.js'
import type { Operation } from '../operation.js'
import { respond } from './respond.js'

export const RespondToAuthChallenge: Operation<'RespondToAuthChallenge'> = async (world, request, caller) => {
  const { client, pool } = await requireClient(world, request.ClientId)
  const { ChallengeResponses: shown = {}, Session: session, ClientMetadata: metadata } = request
  const step = { client, pool, caller, shown, session, metadata, about: {} }
  return respond(world, step, request.ChallengeName)
}
