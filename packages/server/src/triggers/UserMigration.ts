import { flagAt, Nonsense, textAt, textMapAt } from './answer.js'
import type { Fields } from './event.js'
import { askTrigger, type Trigger } from './trigger.js'

export type MigrationQuestion = {
  source: 'UserMigration_Authentication' | 'UserMigration_ForgotPassword'
  /** As the user typed it; undefined where it is forgotten. */
  password: string | undefined
  metadata: Readonly<Record<string, string>> | undefined
}

export type MigratedUser = {
  attributes: Record<string, string>
  /** Where the user goes by another name than the one that was typed. */
  username: string | undefined
  /** False: the password is good from now on. True: the user has to set another one. */
  mustReset: boolean
  takesAliases: boolean
  smsMfa: boolean
}

/**
 * Asked about a name that nobody here has: somebody of another directory, perhaps. Its answer has no attributes when
 * it knows nobody, or the password is wrong.
 */
export const UserMigration: Trigger<MigrationQuestion, { user: MigratedUser | undefined }> = (
  world,
  occasion,
  { source, password, metadata },
) =>
  askTrigger(world, 'UserMigration', occasion, {
    source,
    request: {
      ...(password !== undefined && { password }),
      validationData: metadata ?? null,
      ...(metadata && { clientMetadata: metadata }),
    },
    response: {
      userAttributes: null,
      forceAliasCreation: null,
      enableSMSMFA: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
    },
    read: (response) => ({ user: migratedUserOf(response) }),
  })

function migratedUserOf(response: Fields): MigratedUser | undefined {
  const given = textMapAt(response, 'userAttributes')
  if (!given || Object.keys(given).length === 0) return undefined
  const { username, sub, ...attributes } = given
  const status = textAt(response, 'finalUserStatus') ?? 'RESET_REQUIRED'
  if (status !== 'CONFIRMED' && status !== 'RESET_REQUIRED')
    throw new Nonsense('`finalUserStatus` is neither CONFIRMED nor RESET_REQUIRED')
  return {
    attributes,
    username,
    mustReset: status === 'RESET_REQUIRED',
    takesAliases: flagAt(response, 'forceAliasCreation'),
    smsMfa: flagAt(response, 'enableSMSMFA'),
  }
}
