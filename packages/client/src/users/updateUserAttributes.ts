import { world } from '../configure.js'
import { listOf } from '../lists.js'
import { requireSession } from '../tokens/require-session.js'
import type { UpdateUserAttributesInput, UpdateUserAttributesOutput } from '../types.js'
import type { CallOptions } from '../world.js'
import { codeDelivery, pairs } from './code-delivery.js'

/**
 * Changes attributes of the user who is signed in.
 *
 * @returns for each, whether it is changed, or what has to be confirmed first (`confirmUserAttribute`)
 * @throws AuthError UserUnAuthenticatedException, or an error of UpdateUserAttributes
 * @example
 * await updateUserAttributes({ userAttributes: { nickname: 'Al' } })
 * // UpdateUserAttributes { AccessToken, UserAttributes: [{ Name: 'nickname', Value: 'Al' }] }
 * // { nickname: { isUpdated: true, nextStep: { updateAttributeStep: 'DONE' } } }
 */
export async function updateUserAttributes(
  input: UpdateUserAttributesInput,
  options?: CallOptions,
): Promise<UpdateUserAttributesOutput> {
  const { ask, AccessToken } = await requireSession(world(), options)
  const { CodeDeliveryDetailsList } = await ask('UpdateUserAttributes', {
    AccessToken,
    UserAttributes: pairs(input.userAttributes) ?? [],
    ClientMetadata: input.options?.clientMetadata,
  })
  const toConfirm = new Map(
    listOf(CodeDeliveryDetailsList).map((details) => [details.AttributeName, details]),
  )
  return Object.fromEntries(
    Object.keys(input.userAttributes).map((name) => {
      const details = toConfirm.get(name)
      return [
        name,
        details ? unconfirmed(details) : { isUpdated: true, nextStep: { updateAttributeStep: 'DONE' } },
      ]
    }),
  ) as UpdateUserAttributesOutput
}

const unconfirmed = (details: Parameters<typeof codeDelivery>[0]) => ({
  isUpdated: false,
  nextStep: {
    updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE',
    codeDeliveryDetails: codeDelivery(details),
  },
})
