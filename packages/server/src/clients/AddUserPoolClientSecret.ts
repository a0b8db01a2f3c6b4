import { invalidParameter, Refusal } from '../errors.js'
import type { Operation } from '../operation.js'
import { MOST_SECRETS } from './client.js'
import { changeSecrets, newSecret, randomSecret } from './client-secrets.js'
import { clientSecretShape } from './client-shape.js'

/** A second secret, so that apps can change from one to the other while both pass. */
export const AddUserPoolClientSecret: Operation<'AddUserPoolClientSecret'> = async (world, request) => {
  const added = newSecret(world, request.ClientSecret ?? randomSecret(world.random))
  await changeSecrets(world, request, ({ secrets }) => {
    // Apps that know no secret would be locked out at once.
    if (secrets.length === 0)
      throw invalidParameter('A client that was made without a secret cannot be given one.')
    if (secrets.length >= MOST_SECRETS) {
      throw new Refusal('LimitExceededException', `A client has at most ${MOST_SECRETS} secrets.`)
    }
    if (secrets.some(({ value }) => value === added.value)) {
      throw invalidParameter('The client has this secret already.')
    }
    return [...secrets, added]
  })
  return { ClientSecretDescriptor: { ...clientSecretShape(added), ClientSecretValue: added.value } }
}
