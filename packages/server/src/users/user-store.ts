import { type RawBuilder, sql } from 'kysely'
import { isPostgres } from '../database/dialect.js'
import { prepared } from '../database/prepared.js'
import type { Database, Tables } from '../database/schema.js'
import type { Keyring } from '../keys/keyring.js'
import type { SecondFactor } from '../pools/pool.js'
import type { Attempts, Password, SecondFactorPreference, User, UserName, UserStatus } from './user.js'
import type { UserFilter } from './user-filter.js'

export type UserStore = ReturnType<typeof userStore>

type Owner = { poolId: string; userId: string }

export type NewUser = {
  poolId: string
  userId: string
  username: string
  status: UserStatus
  attributes: Record<string, string>
  password: Password | undefined
}

type Row = Tables['users']

const context = ({ poolId, userId }: Owner) => `srp verifier ${poolId} ${userId}`

export { context as verifierContext }

const selectByName = prepared<{ poolId: string; name: string }>()((db, slot) =>
  db
    .selectFrom('user_names')
    .innerJoin('users', (join) =>
      join
        .onRef('users.pool_id', '=', 'user_names.pool_id')
        .onRef('users.user_id', '=', 'user_names.user_id'),
    )
    .selectAll('users')
    .where('user_names.pool_id', '=', slot('poolId'))
    .where('user_names.name', '=', slot('name')),
)

const selectById = prepared<Owner>()((db, slot) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('pool_id', '=', slot('poolId'))
    .where('user_id', '=', slot('userId')),
)

/** Not `for update`: rows that refer to the user's may be written meanwhile. */
const selectHeld = prepared<Owner>()((db, slot) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('pool_id', '=', slot('poolId'))
    .where('user_id', '=', slot('userId'))
    .$if(isPostgres(db), (query) => query.forNoKeyUpdate()),
)

const selectForSignIn = prepared<Owner & { signInId: string }>()((db, slot) =>
  db
    .selectFrom('users')
    .leftJoin('attempts', (join) =>
      join.onRef('attempts.pool_id', '=', 'users.pool_id').onRef('attempts.user_id', '=', 'users.user_id'),
    )
    .leftJoin('sessions', (join) =>
      join
        .onRef('sessions.pool_id', '=', 'users.pool_id')
        .onRef('sessions.user_id', '=', 'users.user_id')
        .on('sessions.session_id', '=', slot('signInId')),
    )
    .selectAll('users')
    .select(['attempts.failures', 'attempts.locked_until', 'attempts.last_failed_at', 'sessions.session_id'])
    .where('users.pool_id', '=', slot('poolId'))
    .where('users.user_id', '=', slot('userId')),
)

const mfaOf = (row: Row): SecondFactorPreference => ({
  enabled: (
    [
      ['sms code', row.sms_enabled],
      ['software token', row.totp_enabled],
      ['email code', row.email_enabled],
    ] as const
  ).flatMap(([factor, enabled]) => (enabled === 1 ? [factor] : [])),
  preferred: (row.preferred_factor ?? undefined) as SecondFactor | undefined,
})

const mfaColumns = ({ enabled, preferred }: SecondFactorPreference) => ({
  totp_enabled: enabled.includes('software token') ? 1 : 0,
  sms_enabled: enabled.includes('sms code') ? 1 : 0,
  email_enabled: enabled.includes('email code') ? 1 : 0,
  preferred_factor: preferred ?? null,
})

export function userStore(db: Database, keyring: Keyring) {
  function userOf(row: Row): User {
    return {
      poolId: row.pool_id,
      userId: row.user_id,
      username: row.username,
      status: row.status as UserStatus,
      enabled: row.enabled === 1,
      attributes: JSON.parse(row.attributes),
      password: passwordOf(row),
      mfa: mfaOf(row),
      resetBySession: row.reset_by_session ?? undefined,
      createdAt: new Date(row.created_at),
      modifiedAt: new Date(row.modified_at),
    }
  }

  function passwordOf(row: Row): Password | undefined {
    const { srp_salt: salt, sealed_srp_verifier: sealed } = row
    if (!salt || !sealed) return undefined
    const owner = { poolId: row.pool_id, userId: row.user_id }
    const expiresAt = row.password_expires_at === null ? undefined : new Date(row.password_expires_at)
    // Opened when it is asked for: most who read a user do not.
    return {
      salt,
      expiresAt,
      get verifier() {
        return openVerifier(owner, sealed)
      },
    }
  }

  function openVerifier(owner: Owner, sealed: string): Uint8Array {
    const verifier = keyring.open(context(owner), sealed)
    if (!verifier) throw new Error('An SRP verifier does not open with this master key.')
    return verifier
  }

  const passwordColumns = (owner: Owner, password: Password | undefined) => ({
    srp_salt: password?.salt ?? null,
    sealed_srp_verifier: password ? keyring.seal(context(owner), password.verifier) : null,
    password_expires_at: password?.expiresAt?.getTime() ?? null,
  })

  const oneUser = ({ poolId, userId }: Owner) =>
    db.updateTable('users').where('pool_id', '=', poolId).where('user_id', '=', userId)

  return {
    /** The name that is taken, if one is: nothing may be kept of the transaction then. */
    async insert(user: NewUser, names: UserName[], now: Date): Promise<UserName | undefined> {
      await db
        .insertInto('users')
        .values({
          pool_id: user.poolId,
          user_id: user.userId,
          username: user.username,
          status: user.status,
          enabled: 1,
          attributes: JSON.stringify(user.attributes),
          ...passwordColumns(user, user.password),
          totp_enabled: 0,
          sms_enabled: 0,
          email_enabled: 0,
          preferred_factor: null,
          created_at: now.getTime(),
          modified_at: now.getTime(),
        })
        .execute()
      return this.addNames(user, names)
    },

    /** The first of the names that is somebody else's, if one is; the same user may have it already. */
    async addNames(owner: Owner, names: UserName[]): Promise<UserName | undefined> {
      for (const { name, kind } of names) {
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('user_names')
          .values({ pool_id: owner.poolId, name, user_id: owner.userId, kind })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        if (!numInsertedOrUpdatedRows && (await this.ownerOfName(owner.poolId, name)) !== owner.userId)
          return { name, kind }
      }
      return undefined
    },

    /** The first of the names that somebody has, the username before others. */
    async takenName(poolId: string, names: readonly UserName[]): Promise<UserName | undefined> {
      const rows = await db
        .selectFrom('user_names')
        .select('name')
        .where('pool_id', '=', poolId)
        .where(
          'name',
          'in',
          names.map(({ name }) => name),
        )
        .execute()
      return names.find(({ name }) => rows.some((row) => row.name === name))
    },

    async ownerOfName(poolId: string, name: string): Promise<string | undefined> {
      const row = await db
        .selectFrom('user_names')
        .select('user_id')
        .where('pool_id', '=', poolId)
        .where('name', '=', name)
        .executeTakeFirst()
      return row?.user_id
    },

    /** Takes an alias from a user; their username and sub stay. */
    async removeAlias({ poolId, userId }: Owner, name: string): Promise<void> {
      await db
        .deleteFrom('user_names')
        .where('pool_id', '=', poolId)
        .where('name', '=', name)
        .where('user_id', '=', userId)
        .where('kind', '=', 'alias')
        .execute()
    },

    /**
     * Until the end of the transaction, no other transaction holds this user: see `transactionOf`. SQLite has one writer at
     * a time anyway. Nothing where there is no such user.
     */
    async hold(owner: Owner): Promise<void> {
      if (isPostgres(db)) await this.findHeld(owner)
    },

    /** Holds a user and reads what is there now. */
    async findHeld({ poolId, userId }: Owner): Promise<User | undefined> {
      const [row] = (await selectHeld(db, { poolId, userId })).rows
      return row && userOf(row)
    },

    async find({ poolId, userId }: Owner): Promise<User | undefined> {
      const [row] = (await selectById(db, { poolId, userId })).rows
      return row && userOf(row)
    },

    /** By username, sub or alias, in the spelling of `nameKey`. */
    async findByName(poolId: string, name: string): Promise<User | undefined> {
      const [row] = (await selectByName(db, { poolId, name })).rows
      return row && userOf(row)
    },

    /**
     * What a step of a sign-in has to know, in one read: the user, the wrong guesses so far, and whether this
     * sign-in was paid out before.
     */
    async findForSignIn(
      owner: Owner,
      signInId: string,
    ): Promise<{ user: User; attempts: Attempts | undefined; paidOut: boolean } | undefined> {
      const { poolId, userId } = owner
      const [row] = (await selectForSignIn(db, { poolId, userId, signInId })).rows
      if (!row) return undefined
      const attempts =
        row.failures === null
          ? undefined
          : {
              failures: row.failures,
              lockedUntil: new Date(row.locked_until ?? 0),
              lastFailedAt: new Date(row.last_failed_at ?? 0),
            }
      return { user: userOf(row), attempts, paidOut: row.session_id !== null }
    },

    /**
     * Sets a password. With `unless`, only while the password is still that one (compare and set by its salt;
     * undefined: while there is none) and the user in that state. False when it is not, or the user is gone.
     */
    async setPassword(
      owner: Owner,
      password: Password,
      status: UserStatus,
      now: Date,
      unless?: { saltIsStill: string | undefined; statusIsStill: UserStatus },
    ): Promise<boolean> {
      let update = oneUser(owner).set({
        ...passwordColumns(owner, password),
        status,
        reset_by_session: null,
        modified_at: now.getTime(),
      })
      if (unless)
        update = update
          .where('srp_salt', unless.saltIsStill ? '=' : 'is', unless.saltIsStill ?? null)
          .where('status', '=', unless.statusIsStill)
      return (await update.executeTakeFirst()).numUpdatedRows > 0n
    },

    /** From now on no password passes, until another one is set. */
    async removePassword(owner: Owner, now: Date): Promise<void> {
      await oneUser(owner)
        .set({ ...passwordColumns(owner, undefined), modified_at: now.getTime() })
        .execute()
    },

    /** False when the attributes changed since they were read; with `unlessReset`, while the password is to be reset, too. */
    async setAttributes(
      user: User,
      attributes: Record<string, string>,
      now: Date,
      { unlessReset = false }: { unlessReset?: boolean | undefined } = {},
    ): Promise<boolean> {
      let update = oneUser(user)
        .set({ attributes: JSON.stringify(attributes), modified_at: now.getTime() })
        .where('attributes', '=', JSON.stringify(user.attributes))
      if (unlessReset) update = update.where('status', '!=', 'RESET_REQUIRED')
      return (await update.executeTakeFirst()).numUpdatedRows > 0n
    },

    /** False when the user was not waiting for confirmation. */
    async confirm(owner: Owner, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await oneUser(owner)
        .set({ status: 'CONFIRMED', modified_at: now.getTime() })
        .where('status', '=', 'UNCONFIRMED')
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /**
     * The password no longer signs in. False when the user has none of their own, or is gone.
     * @param bySession the user's own, in which they may still set another one. An operator's demand takes that from it,
     * and leaves that there was a report.
     */
    async requireReset(owner: Owner, now: Date, bySession?: string): Promise<boolean> {
      const { numUpdatedRows } = await oneUser(owner)
        .set({
          status: 'RESET_REQUIRED',
          reset_by_session: bySession ?? sql`case when reset_by_session is not null then '' end`,
          modified_at: now.getTime(),
        })
        .where('status', 'in', ['CONFIRMED', 'RESET_REQUIRED'])
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async setEnabled(owner: Owner, enabled: boolean, now: Date): Promise<void> {
      await oneUser(owner)
        .set({ enabled: enabled ? 1 : 0, modified_at: now.getTime() })
        .execute()
    },

    /** False when the preference changed since the user was read. */
    async setSecondFactors(
      user: Owner & Pick<User, 'mfa'>,
      wanted: SecondFactorPreference,
      now: Date,
    ): Promise<boolean> {
      const before = mfaColumns(user.mfa)
      const { numUpdatedRows } = await oneUser(user)
        .set({ ...mfaColumns(wanted), modified_at: now.getTime() })
        .where('totp_enabled', '=', before.totp_enabled)
        .where('sms_enabled', '=', before.sms_enabled)
        .where('email_enabled', '=', before.email_enabled)
        .where('preferred_factor', before.preferred_factor === null ? 'is' : '=', before.preferred_factor)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** With everything of theirs, devices and sessions included: the tables cascade. */
    async remove({ poolId, userId }: Owner): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('users')
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },

    /** Users in the order of their ids, those after `after`. A filter by username wants the spelling of `nameKey`. */
    async page(
      poolId: string,
      filter: UserFilter | undefined,
      after: string,
      limit: number,
    ): Promise<User[]> {
      let query = db
        .selectFrom('users')
        .selectAll()
        .where('pool_id', '=', poolId)
        .where('user_id', '>', after)
        .orderBy('user_id')
        .limit(limit)
      if (filter) query = query.where(matches(db, poolId, filter))
      return (await query.execute()).map(userOf)
    },

    /** Those of the ids whose users are there, in no order. */
    async ofIds(poolId: string, userIds: readonly string[]): Promise<User[]> {
      if (userIds.length === 0) return []
      const rows = await db
        .selectFrom('users')
        .selectAll()
        .where('pool_id', '=', poolId)
        .where('user_id', 'in', userIds)
        .execute()
      return rows.map(userOf)
    },

    /** Members of a group in the order of their ids, those after `after`. */
    async pageOfGroup(poolId: string, groupName: string, after: string, limit: number): Promise<User[]> {
      const rows = await db
        .selectFrom('group_members')
        .innerJoin('users', (join) =>
          join
            .onRef('users.pool_id', '=', 'group_members.pool_id')
            .onRef('users.user_id', '=', 'group_members.user_id'),
        )
        .selectAll('users')
        .where('group_members.pool_id', '=', poolId)
        .where('group_members.group_name', '=', groupName)
        .where('group_members.user_id', '>', after)
        .orderBy('group_members.user_id')
        .limit(limit)
        .execute()
      return rows.map(userOf)
    },
  }
}

/** Who matches: looked up by name, by id, or, for what only their attributes tell, by reading the pool. */
function matches(db: Database, poolId: string, filter: UserFilter) {
  const { attribute, value } = filter
  switch (attribute) {
    case 'status':
      return sql<boolean>`enabled = ${value.toLowerCase() === 'enabled' ? 1 : 0}`
    // In the spelling of `nameKey`, which the column `username` does not have.
    case 'username':
      return sql<boolean>`user_id in (select user_id from user_names
        where pool_id = ${poolId} and kind = 'username' and ${isOrBegins(sql`name`, filter)})`
    case 'sub':
      return isOrBegins(sql`user_id`, filter)
    case 'cognito:user_status':
      return isOrBegins(sql`status`, filter)
    default:
      return isOrBegins(attributeOf(db, attribute), filter)
  }
}

const attributeOf = (db: Database, name: string) =>
  isPostgres(db)
    ? sql<string>`attributes::json ->> ${name}::text`
    : sql<string>`json_extract(attributes, ${`$."${name}"`})`

const LAST_CHARACTER = '\u{10ffff}'

/** What begins with a text lies, in the order of its bytes, between the text and the text with the last character. */
function isOrBegins(subject: RawBuilder<unknown>, { match, value }: UserFilter) {
  if (match === 'equals') return sql<boolean>`${subject} = ${value}`
  // SQL counts characters, JavaScript units of UTF-16.
  return sql<boolean>`(${subject} >= ${value} and ${subject} < ${value + LAST_CHARACTER}
    and substr(${subject}, 1, ${[...value].length}) = ${value})`
}
