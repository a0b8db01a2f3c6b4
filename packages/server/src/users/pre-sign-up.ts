import type { AttributeType } from '@latchkey/wire'
import type { World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { PreSignUp, type SignUpQuestion } from '../triggers/PreSignUp.js'
import { unrecognizable } from '../triggers/trigger.js'
import { verifiedFlag } from './attributes.js'
import type { Applicant } from './new-user.js'
import { attributesOf } from './user-shape.js'

/** What a request tells the trigger, beside the attributes. */
type Told = {
  source: SignUpQuestion['source']
  clientId: string | undefined
  ValidationData?: AttributeType[] | undefined
  ClientMetadata?: Record<string, string> | undefined
}

/**
 * The applicant as the pool's PreSignUp wants it: with addresses that it vouches for, and perhaps confirmed.
 * Call it before the transaction that writes the user. Throws when the trigger refuses.
 */
export async function vetted(
  world: World,
  pool: Pool,
  applicant: Applicant,
  { source, clientId, ValidationData, ClientMetadata }: Told,
): Promise<{ applicant: Applicant; confirmed: boolean }> {
  const answer = await PreSignUp(
    world,
    { pool, clientId, username: applicant.username },
    {
      source,
      attributes: applicant.attributes,
      validationData: ValidationData && attributesOf(ValidationData),
      metadata: ClientMetadata,
    },
  )
  if (!answer) return { applicant, confirmed: false }
  const attributes = { ...applicant.attributes }
  if (answer.verifyEmail) vouch(attributes, 'email')
  if (answer.verifyPhone) vouch(attributes, 'phone_number')
  return { applicant: { ...applicant, attributes }, confirmed: answer.autoConfirm }
}

/** Nothing can be said of an address that is not there. Source: developer guide, "Pre sign-up Lambda trigger". */
function vouch(attributes: Record<string, string>, address: 'email' | 'phone_number'): void {
  if (!attributes[address]) throw unrecognizable()
  attributes[verifiedFlag(address)] = 'true'
}
