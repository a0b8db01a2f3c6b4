import { invalidParameter, notFound } from '../errors.js'
import type { Operation } from '../operation.js'
import { changeSecrets } from './client-secrets.js'

/** The last secret stays: without one, anybody could use the client. */
export const DeleteUserPoolClientSecret: Operation<'DeleteUserPoolClientSecret'> = async (world, request) => {
  await changeSecrets(world, request, ({ secrets }) => {
    const left = secrets.filter(({ secretId }) => secretId !== request.ClientSecretId)
    if (left.length === secrets.length)
      throw notFound(`Client secret ${request.ClientSecretId} does not exist.`)
    if (left.length === 0) throw invalidParameter('The last secret of a client cannot be deleted.')
    return left
  })
  return {}
}
