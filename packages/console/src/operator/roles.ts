import { neededRoles } from './needed-roles.js'
import { isAtLeast, useOperator } from './session.js'

/** AdminUpdateDeviceStatus takes more to remember a device, which spares somebody the second factor, than to stop it. */
const needed = { ...neededRoles, rememberDevices: 'admin' } as const

/**
 * Why the operator may not do something in a pool, as a sentence for the page; undefined where they may.
 *
 * @example
 * const whyNot = useWhyNot('AdminForgetDevice', poolId)
 * <Button isDisabled={whyNot !== undefined}>
 */
export function useWhyNot(what: keyof typeof needed, poolId: string): string | undefined {
  const role = useOperator().roleIn(poolId)
  if (isAtLeast(role, needed[what])) return undefined
  return `This takes the role ${needed[what]}. You are ${role ?? 'no operator of this pool'}.`
}
