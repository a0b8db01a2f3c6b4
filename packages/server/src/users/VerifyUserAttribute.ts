import { happened } from '../events/happened.js'
import type { CodeVerdict } from '../messages/code-store.js'
import type { Operation, Stores } from '../operation.js'
import type { Address, Pool } from '../pools/pool.js'
import { verifiedFlag } from './attributes.js'
import { authorize } from './authorize.js'
import { busy, keepAttributes } from './change-attributes.js'
import { codeRefused, tooManyCodes } from './code-refusals.js'
import type { User } from './user.js'
import { addressAsked, verificationUse } from './verification.js'

/** An address that waited takes the place of the one in use. Throws AliasExistsException when it is somebody else's. */
export const VerifyUserAttribute: Operation<'VerifyUserAttribute'> = async (world, request) => {
  const { pool, user, session } = await authorize(world, request.AccessToken)
  const address = addressAsked(request.AttributeName)
  // A refusal inside the transaction would undo the count of a wrong guess.
  const verdict = await world.transactionOf(user, async (stores) => {
    const verdict = await verify(stores, pool, user, { address, code: request.Code }, world.clock.now())
    const { deviceKey, clientId } = session
    if (verdict === 'right') await happened(world, stores, user, { ...verified, deviceKey, clientId })
    if (verdict === 'wrong') await happened(world, stores, user, { ...wrongCode, deviceKey, clientId })
    return verdict
  })
  // The only name that is declared here for it.
  if (verdict === 'exhausted') throw tooManyCodes()
  if (verdict !== 'right') throw codeRefused(verdict)
  return {}
}

const verified = { kind: 'account_changed', reason: 'an address was verified' } as const
const wrongCode = { kind: 'wrong_code', outcome: 'fail', reason: 'to verify an address' } as const

/** What is thrown here leaves the code unspent: a right code with an alias that is taken may be shown again. */
async function verify(
  stores: Stores,
  pool: Pool,
  user: User,
  { address, code }: { address: Address; code: string },
  now: Date,
): Promise<CodeVerdict> {
  const to = (await stores.waitingAddresses.find(user, address)) ?? user.attributes[address]
  if (!to) return 'expired'
  const verdict = await stores.codes.redeem(user, verificationUse({ address, to }), code, now)
  if (verdict !== 'right') return verdict
  const attributes = { ...user.attributes, [address]: to, [verifiedFlag(address)]: 'true' }
  if (!(await keepAttributes(stores, pool, user, attributes, now, { unlessReset: true }))) throw busy()
  await stores.waitingAddresses.remove(user, address)
  return verdict
}
