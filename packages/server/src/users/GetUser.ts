import { mayRead } from '../clients/client.js'
import type { Operation } from '../operation.js'
import { isHidden } from './attributes.js'
import { authorize, authorizedClient } from './authorize.js'
import { attributeList, mfaShape } from './user-shape.js'

export const GetUser: Operation<'GetUser'> = async (world, request) => {
  const authorized = await authorize(world, request.AccessToken)
  const { pool, user } = authorized
  const client = await authorizedClient(world, authorized)
  const visible = (name: string) => mayRead(client, name) && !isHidden(pool.schema, name)
  return {
    Username: user.username,
    UserAttributes: attributeList(user, visible),
    ...mfaShape(user),
  }
}
