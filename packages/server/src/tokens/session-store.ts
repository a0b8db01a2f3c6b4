import { prepared } from '../database/prepared.js'
import type { Database, Tables } from '../database/schema.js'
import type { RefreshToken, Session } from './session.js'

export type SessionStore = ReturnType<typeof sessionStore>

type Owner = { poolId: string; userId: string }

type Row = Tables['sessions']

const dateOf = (time: number | null) => (time === null ? undefined : new Date(time))

const sessionOf = (row: Row): Session => ({
  poolId: row.pool_id,
  userId: row.user_id,
  sessionId: row.session_id,
  originJti: row.origin_jti ?? undefined,
  clientId: row.client_id,
  deviceKey: row.device_key ?? undefined,
  authenticatedAt: new Date(row.authenticated_at),
  expiresAt: new Date(row.expires_at),
  refreshEndedAt: dateOf(row.refresh_ended_at),
  revokedAt: dateOf(row.revoked_at),
  lastAddress: row.last_address ?? undefined,
})

const insertSession = prepared<
  Owner & {
    sessionId: string
    originJti: string | null
    clientId: string
    deviceKey: string | null
    authenticatedAt: number
    expiresAt: number
    address: string | null
  }
>()((db, slot) =>
  db
    .insertInto('sessions')
    .values({
      pool_id: slot('poolId'),
      user_id: slot('userId'),
      session_id: slot('sessionId'),
      origin_jti: slot('originJti'),
      client_id: slot('clientId'),
      device_key: slot('deviceKey'),
      authenticated_at: slot('authenticatedAt'),
      expires_at: slot('expiresAt'),
      refresh_ended_at: null,
      revoked_at: null,
      last_address: slot('address'),
    })
    .onConflict((conflict) => conflict.doNothing()),
)

const insertRefreshToken = prepared<Owner & { tokenId: string; sessionId: string; now: number }>()(
  (db, slot) =>
    db.insertInto('refresh_tokens').values({
      pool_id: slot('poolId'),
      user_id: slot('userId'),
      token_id: slot('tokenId'),
      session_id: slot('sessionId'),
      created_at: slot('now'),
      superseded_at: null,
    }),
)

export function sessionStore(db: Database) {
  /** Sessions of a user that did not end yet, and end now. */
  const revoking = (owner: Owner, now: Date) =>
    db
      .updateTable('sessions')
      .set({ revoked_at: now.getTime() })
      .where('pool_id', '=', owner.poolId)
      .where('user_id', '=', owner.userId)
      .where('revoked_at', 'is', null)

  return {
    /** Begins the session of a sign-in. False when that sign-in was paid out before: nothing is written then. */
    async begin(session: Session): Promise<boolean> {
      const { poolId, userId, sessionId, clientId } = session
      const { numAffectedRows } = await insertSession(db, {
        poolId,
        userId,
        sessionId,
        clientId,
        originJti: session.originJti ?? null,
        deviceKey: session.deviceKey ?? null,
        authenticatedAt: session.authenticatedAt.getTime(),
        expiresAt: session.expiresAt.getTime(),
        address: session.lastAddress ?? null,
      })
      return (numAffectedRows ?? 0n) > 0n
    },

    async find(owner: Owner, sessionId: string): Promise<Session | undefined> {
      const row = await db
        .selectFrom('sessions')
        .selectAll()
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('session_id', '=', sessionId)
        .executeTakeFirst()
      return row && sessionOf(row)
    },

    async addRefreshToken(owner: Owner, sessionId: string, tokenId: string, now: Date): Promise<void> {
      const { poolId, userId } = owner
      await insertRefreshToken(db, { poolId, userId, tokenId, sessionId, now: now.getTime() })
    },

    /** A refresh token with the session that it belongs to, in one read. */
    async findRefreshToken(
      owner: Owner,
      tokenId: string,
    ): Promise<{ session: Session; token: RefreshToken } | undefined> {
      const row = await db
        .selectFrom('refresh_tokens')
        .innerJoin('sessions', (join) =>
          join
            .onRef('sessions.pool_id', '=', 'refresh_tokens.pool_id')
            .onRef('sessions.user_id', '=', 'refresh_tokens.user_id')
            .onRef('sessions.session_id', '=', 'refresh_tokens.session_id'),
        )
        .selectAll('sessions')
        .select(['refresh_tokens.token_id', 'refresh_tokens.superseded_at'])
        .where('refresh_tokens.pool_id', '=', owner.poolId)
        .where('refresh_tokens.user_id', '=', owner.userId)
        .where('refresh_tokens.token_id', '=', tokenId)
        .executeTakeFirst()
      if (!row) return undefined
      const token = {
        tokenId: row.token_id,
        sessionId: row.session_id,
        supersededAt: dateOf(row.superseded_at),
      }
      return { session: sessionOf(row), token }
    },

    /** Marks a refresh token as replaced; the first time counts, so that the grace period is not prolonged. */
    async supersede(owner: Owner, tokenId: string, now: Date): Promise<void> {
      await db
        .updateTable('refresh_tokens')
        .set({ superseded_at: now.getTime() })
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('token_id', '=', tokenId)
        .where('superseded_at', 'is', null)
        .execute()
    },

    /** Its tokens went to another address than before. False when that is the one they went to last. */
    async wentTo(owner: Owner, sessionId: string, address: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('sessions')
        .set({ last_address: address })
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('session_id', '=', sessionId)
        .where(({ or, eb }) => or([eb('last_address', 'is', null), eb('last_address', '<>', address)]))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Ends one session: its refresh and its access tokens. False when it ended before. */
    async revoke(owner: Owner, sessionId: string, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await revoking(owner, now)
        .where('session_id', '=', sessionId)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Ends every session of a user. False when none was left. */
    async revokeAll(owner: Owner, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await revoking(owner, now).executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Ends every session of one device. False when none was left. */
    async revokeOfDevice(owner: Owner, deviceKey: string, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await revoking(owner, now)
        .where('device_key', '=', deviceKey)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Ends every session of a user but this one and others on its device. False when there was no other. */
    async revokeOthers(
      owner: Owner,
      { sessionId, deviceKey }: Pick<Session, 'sessionId' | 'deviceKey'>,
      now: Date,
    ): Promise<boolean> {
      let update = revoking(owner, now).where('session_id', '!=', sessionId)
      if (deviceKey !== undefined)
        update = update.where(({ or, eb }) =>
          or([eb('device_key', 'is', null), eb('device_key', '!=', deviceKey)]),
        )
      return (await update.executeTakeFirst()).numUpdatedRows > 0n
    },

    /** The sessions of a device that still refresh, the latest first. */
    async openOfDevice(owner: Owner, deviceKey: string, now: Date, limit: number): Promise<Session[]> {
      const rows = await db
        .selectFrom('sessions')
        .selectAll()
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('device_key', '=', deviceKey)
        .where('revoked_at', 'is', null)
        .where('refresh_ended_at', 'is', null)
        .where('expires_at', '>', now.getTime())
        .orderBy('authenticated_at', 'desc')
        .orderBy('session_id')
        .limit(limit)
        .execute()
      return rows.map(sessionOf)
    },

    /** Ends the refresh tokens of one device; its access tokens live on to their expiry. */
    async endRefreshOfDevice(owner: Owner, deviceKey: string, now: Date): Promise<void> {
      await db
        .updateTable('sessions')
        .set({ refresh_ended_at: now.getTime() })
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('device_key', '=', deviceKey)
        .where('refresh_ended_at', 'is', null)
        .execute()
    },

    /** Removes what has been over for a while. Refresh tokens go with their sessions. */
    async prune(before: Date): Promise<void> {
      await db.deleteFrom('sessions').where('expires_at', '<', before.getTime()).execute()
    },
  }
}
