import type { UpdateUserAttributeInput, UpdateUserAttributeOutput } from '../types.js'
import type { CallOptions } from '../world.js'
import { updateUserAttributes } from './updateUserAttributes.js'

/**
 * Changes one attribute of the user who is signed in.
 *
 * @throws AuthError UserUnAuthenticatedException, or an error of UpdateUserAttributes
 * @example
 * await updateUserAttribute({ userAttribute: { attributeKey: 'nickname', value: 'Al' } })
 * // UpdateUserAttributes { AccessToken, UserAttributes: [{ Name: 'nickname', Value: 'Al' }] }
 * // { isUpdated: true, nextStep: { updateAttributeStep: 'DONE' } }
 */
export async function updateUserAttribute(
  input: UpdateUserAttributeInput,
  options?: CallOptions,
): Promise<UpdateUserAttributeOutput> {
  const { attributeKey, value } = input.userAttribute
  const { options: own } = input
  const userAttributes = { [attributeKey]: value }
  const outputs = await updateUserAttributes({ userAttributes, ...(own && { options: own }) }, options)
  return outputs[attributeKey] ?? { isUpdated: true, nextStep: { updateAttributeStep: 'DONE' } }
}
