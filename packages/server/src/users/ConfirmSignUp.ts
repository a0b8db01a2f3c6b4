import { checkSecretHash, requireClient } from '../clients/require-client.js'
import type { Operation } from '../operation.js'
import { writeAutoSignIn } from './auto-sign-in.js'
import { confirmSignUp } from './confirm-sign-up.js'

export const ConfirmSignUp: Operation<'ConfirmSignUp'> = async (world, request) => {
  const { client, pool } = await requireClient(world, request.ClientId)
  checkSecretHash(client, [request.Username], request.SecretHash)
  const user = await confirmSignUp(
    world,
    { client, pool },
    {
      username: request.Username,
      code: request.ConfirmationCode,
      force: request.ForceAliasCreation,
      metadata: request.ClientMetadata,
    },
  )
  return { Session: writeAutoSignIn(world, client, user) }
}
