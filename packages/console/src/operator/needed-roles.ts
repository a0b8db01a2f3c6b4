import type { OperatorRoleType, SignedOperationName } from '@latchkey/wire'

/** The weakest role that may do what the console offers. The server decides; this keeps from offering what it refuses. */
export const neededRoles = {
  AdminForgetDevice: 'support',
  AdminForgetAndSignOutDevice: 'support',
  AdminForgetPoolDevices: 'support',
  AdminUpdateDeviceStatus: 'support',
  AdminRenameDevice: 'support',
  AdminUserGlobalSignOut: 'support',
  AdminSetUserMFAPreference: 'support',
  AdminDeleteSoftwareToken: 'support',
  AdminResetUserPassword: 'admin',
  AdminEnableUser: 'admin',
  AdminDisableUser: 'admin',
  AdminDeleteUser: 'admin',
  AdminListMessages: 'admin',
  UpdateUserPool: 'admin',
  SetUserPoolMfaConfig: 'admin',
} as const satisfies Partial<Record<SignedOperationName, OperatorRoleType>>

export type Offered = keyof typeof neededRoles
