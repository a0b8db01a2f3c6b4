import { isIP } from 'node:net'
import type { ContextDataType } from '@latchkey/wire'
import { notFound } from '../errors.js'
import type { Caller, World } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import type { Step } from './step.js'

/**
 * A step that an operator's back end takes for a user. The address is the user's, as the back end tells it in
 * ContextData: its own would be the same for everybody.
 */
export async function operatorsStep(
  world: World,
  caller: Caller,
  request: {
    UserPoolId: string
    ClientId: string
    ContextData?: ContextDataType | undefined
    Session?: string | undefined
    ClientMetadata?: Record<string, string> | undefined
  },
  shown: Record<string, string> | undefined,
): Promise<Step> {
  const pool = await requirePool(world, request.UserPoolId)
  const client = await world.stores.clients.find(pool.poolId, request.ClientId)
  if (!client) throw notFound(`User pool client ${request.ClientId} does not exist.`)
  const told = request.ContextData?.IpAddress
  const address = told === undefined ? caller.address : world.keptAddress(addressIn(told))
  const { Session: session, ClientMetadata: metadata } = request
  return { pool, client, caller: { ...caller, address }, shown: shown ?? {}, session, metadata, about: {} }
}

/** What is none is kept nowhere: back ends pass on what a header said, which may be anything, and of any length. */
const addressIn = (text: string) => (isIP(text) !== 0 && !text.includes('%') ? text : undefined)
