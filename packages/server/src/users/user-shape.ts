import type { AttributeType, CodeDeliveryDetailsType, MFAOptionType, UserType } from '@latchkey/wire'
import { invalidParameter } from '../errors.js'
import { maskedAddress, mediumOf } from '../messages/message.js'
import type { Address, SecondFactor } from '../pools/pool.js'
import type { Attributes } from './attributes.js'
import { setUpFactors } from './second-factors.js'
import type { User } from './user.js'

/** Users as they travel: between the wire's shapes and ours. */

/** The service's times are seconds since 1970, with a fraction. */
const secondsOf = (date: Date) => date.getTime() / 1000

/** Throws InvalidParameterException when an attribute is named twice. */
export function attributesOf(list: readonly AttributeType[] | undefined): Attributes {
  const entries = (list ?? []).map(({ Name, Value }) => [Name, Value ?? ''] as const)
  const attributes = Object.fromEntries(entries)
  if (Object.keys(attributes).length < entries.length)
    throw invalidParameter('Each attribute can be given only once.')
  return attributes
}

/** Attributes that are taken away: an empty value removes. */
export const removalOf = (names: readonly string[]): Attributes =>
  Object.fromEntries(names.map((name) => [name, '']))

/** `sub` first, which is an attribute on the wire only. */
export const attributeList = (user: User, visible: (name: string) => boolean = () => true): AttributeType[] =>
  [['sub', user.userId] as const, ...Object.entries(user.attributes)]
    .filter(([name]) => visible(name))
    .map(([Name, Value]) => ({ Name, Value }))

/** What the operator's answers have in common, whatever they call the attributes. */
export const accountShape = (user: User) => ({
  Username: user.username,
  UserCreateDate: secondsOf(user.createdAt),
  UserLastModifiedDate: secondsOf(user.modifiedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
})

export const userShape = (user: User, visible?: (name: string) => boolean): UserType => ({
  ...accountShape(user),
  Attributes: attributeList(user, visible),
})

/** The second factors of a user; nothing when there is none. */
export function mfaShape(user: User) {
  const factors = setUpFactors(user)
  const preferred = factors.find((factor) => factor === user.mfa.preferred)
  return {
    ...(factors.length > 0 && { UserMFASettingList: factors.map((factor) => secondFactorShape[factor]) }),
    ...(preferred && { PreferredMfaSetting: secondFactorShape[preferred] }),
    ...(factors.includes('sms code') && { MFAOptions: [smsOption] }),
  }
}

/** The older way to say that there is SMS. */
const smsOption = { DeliveryMedium: 'SMS', AttributeName: 'phone_number' } as const satisfies MFAOptionType

/** What the protocol calls the second factors, and the challenges that ask for them. */
export const secondFactorShape = {
  'sms code': 'SMS_MFA',
  'email code': 'EMAIL_OTP',
  'software token': 'SOFTWARE_TOKEN_MFA',
} as const satisfies Record<SecondFactor, string>

/** Where a code went, masked: whoever asks has not proved to own the address. */
export const codeDeliveryShape = (address: Address, to: string): CodeDeliveryDetailsType => ({
  Destination: maskedAddress(mediumOf(address), to),
  DeliveryMedium: mediumOf(address),
  AttributeName: address,
})
