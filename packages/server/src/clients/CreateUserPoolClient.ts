import type { CreateUserPoolClientRequest } from '@latchkey/wire'
import { type Random, randomText } from '../chance.js'
import { invalidParameter } from '../errors.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { newSecret, randomSecret } from './client-secrets.js'
import { clientShape } from './client-shape.js'
import { createClient } from './create-client.js'

const LETTERS_AND_DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'

export const CreateUserPoolClient: Operation<'CreateUserPoolClient'> = async (world, request) => {
  const pool = await requirePool(world, request.UserPoolId)
  const value = secretOf(world.random, request)
  const secret = value === undefined ? undefined : newSecret(world, value)
  const clientId = randomText(world.random, 26, LETTERS_AND_DIGITS)
  return { UserPoolClient: clientShape(await createClient(world, pool, clientId, secret, request)) }
}

function secretOf(random: Random, request: CreateUserPoolClientRequest): string | undefined {
  if (!request.GenerateSecret) return request.ClientSecret
  if (request.ClientSecret === undefined) return randomSecret(random)
  throw invalidParameter('Only one of GenerateSecret and ClientSecret can be given.')
}
