import type { OperatorRoleType, SignedOperationName } from '@latchkey/wire'
import { isAtLeast, useOperator } from './session.js'

/** The weakest role that may do what the console offers. The server decides; this keeps from offering what it refuses. */
const needed = {
  AdminForgetDevice: 'support',
  AdminForgetAndSignOutDevice: 'support',
  AdminForgetPoolDevices: 'support',
  AdminUpdateDeviceStatus: 'support',
  AdminRenameDevice: 'support',
  AdminUserGlobalSignOut: 'support',
  AdminSetUserMFAPreference: 'support',
  AdminDeleteSoftwareToken: 'support',
  AdminEnableUser: 'admin',
  AdminDisableUser: 'admin',
  AdminResetUserPassword: 'admin',
  AdminDeleteUser: 'admin',
  UpdateUserPool: 'admin',
  SetUserPoolMfaConfig: 'admin',
  UpdateUserPoolClient: 'admin',
} as const satisfies Partial<Record<SignedOperationName, OperatorRoleType>>

/** To remember a device for somebody spares them the second factor: that is more than to stop it. */
const neededTo = { ...needed, rememberDevices: 'admin' } as const

export type Offered = keyof typeof neededTo

/**
 * Why the operator may not do something in a pool, as a sentence for the page; undefined where they may.
 *
 * @example
 * const why = useWhyNot('AdminForgetDevice', poolId)
 * <Button isDisabled={why !== undefined} title={why}>…
 */
export function useWhyNot(offered: Offered, poolId: string): string | undefined {
  const role = useOperator().roleIn(poolId)
  if (isAtLeast(role, neededTo[offered])) return undefined
  return `This takes the role ${neededTo[offered]}. You are ${role ?? 'no operator of this pool'}.`
}
