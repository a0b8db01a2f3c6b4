import { requireClient } from '../clients/require-client.js'
import type { Operation } from '../operation.js'
import { begin } from './begin.js'

export const InitiateAuth: Operation<'InitiateAuth'> = async (world, request, caller) => {
  const { client, pool } = await requireClient(world, request.ClientId)
  const { AuthParameters: shown = {}, Session: session, ClientMetadata: metadata } = request
  const step = { client, pool, caller, shown, session, metadata, about: {} }
  return begin(world, step, request.AuthFlow, 'everybody')
}
