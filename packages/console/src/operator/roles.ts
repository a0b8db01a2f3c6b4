import { neededRoles, type Offered } from './needed-roles.js'
import { isAtLeast, useOperator } from './session.js'

/**
 * Why the operator may not do something in a pool, as a sentence for the page; undefined where they may.
 *
 * @example
 * const whyNot = useWhyNot('AdminForgetDevice', poolId)
 * <Button isDisabled={whyNot !== undefined}>
 */
export function useWhyNot(operation: Offered, poolId: string): string | undefined {
  const role = useOperator().roleIn(poolId)
  if (isAtLeast(role, neededRoles[operation])) return undefined
  return `This takes the role ${neededRoles[operation]}. You are ${role ?? 'no operator of this pool'}.`
}
