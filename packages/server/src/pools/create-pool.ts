import type { CreateUserPoolRequest } from '@latchkey/wire'
import { invalidParameter, Refusal } from '../errors.js'
import { type Acting, acted, acting } from '../events/acting.js'
import { makeSigningKey } from '../keys/signing-key.js'
import type { World } from '../operation.js'
import { isPoolId, mfaFault, type Pool, type PoolDraft } from './pool.js'
import { draftOf, settingsOf } from './pool-shape.js'
import type { PoolRequest } from './unserved.js'

/** Pools are made and changed by operations, and by a configuration file. */

/** A new pool with its signing keys. Throws InvalidParameterException, also when the id is taken. */
export async function createPool(
  world: Acting & Pick<World, 'triggers'>,
  poolId: string,
  request: CreateUserPoolRequest,
): Promise<Pool> {
  if (!isPoolId(poolId)) throw invalidParameter(`${poolId} is not the id of a user pool: ${ID_RULE}`)
  const settings = settingsOf(request)
  refuseTargets(world, settings)
  const now = world.clock.now()
  const keys = await Promise.all([makeSigningKey('id'), makeSigningKey('access')])
  await world.transaction(async (stores) => {
    const inserted = await stores.pools.insert(poolId, settings, now)
    if (!inserted) throw invalidParameter(`User pool ${poolId} already exists.`)
    await stores.signingKeys.add(poolId, keys)
    await acted(world, stores, poolId)
  })
  return { ...settings, poolId, createdAt: now, modifiedAt: now }
}

const ID_RULE =
  'it must be a region (a-z, 0-9, -, at most 18 characters), an underscore and a name (letters and digits), ' +
  'with at most 55 characters in all.'

/**
 * Every member that is left out gets its default, but for the name. What was fixed when the pool was made stays.
 * Source: UpdateUserPool. Throws InvalidParameterException and ConcurrentModificationException.
 */
export async function updatePool(
  world: Acting & Pick<World, 'triggers'>,
  pool: Pool,
  request: PoolRequest,
): Promise<void> {
  const draft = draftOf(request, request.PoolName ?? pool.name)
  refuseTargets(world, draft)
  // The words of a sign-in by e-mail are SetUserPoolMfaConfig's: UpdateUserPool has no member for them.
  const { signInEmailMessage, signInEmailSubject } = pool.templates
  const templates = { ...draft.templates, signInEmailMessage, signInEmailSubject }
  await changePool(world, pool, { ...draft, templates })
}

/** A trigger that cannot be asked would fail the first user, not the operator who names it. */
function refuseTargets(
  { triggers }: Pick<World, 'triggers'>,
  draft: Pick<PoolDraft, 'triggers' | 'encryptsSentCodes'>,
): void {
  for (const [name, { target }] of Object.entries(draft.triggers)) {
    const fault = triggers.fault(target)
    if (fault) throw invalidParameter(`LambdaConfig.${name}: ${fault}.`)
  }
  if (draft.encryptsSentCodes && !triggers.encrypts)
    throw invalidParameter(
      'LambdaConfig.KMSKeyID: codes are encrypted with LATCHKEY_TRIGGER_SECRET, which is not set.',
    )
}

/** Throws InvalidParameterException and ConcurrentModificationException. */
export async function changePool(world: Acting, pool: Pool, draft: Partial<PoolDraft>): Promise<void> {
  const fault = mfaFault({ ...pool, ...draft })
  if (fault) throw invalidParameter(fault)
  const changed = await acting(world, pool.poolId, ({ pools }) =>
    pools.change(pool, draft, world.clock.now()),
  )
  if (!changed) {
    throw new Refusal('ConcurrentModificationException', 'The user pool was changed meanwhile. Try again.')
  }
}
