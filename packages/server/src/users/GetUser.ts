import type { Operation } from '../operation.js'
import { authorize } from './authorize.js'
import { attributeList, mfaShape } from './user-shape.js'
import { isVisible } from './visible.js'

export const GetUser: Operation<'GetUser'> = async (world, request) => {
  const { pool, user, client } = await authorize(world, request.AccessToken)
  const visible = (name: string) => isVisible(pool, client, name)
  return {
    Username: user.username,
    UserAttributes: attributeList(user, visible),
    ...mfaShape(user),
  }
}
