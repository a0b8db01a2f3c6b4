import { type ExpressionBuilder, sql } from 'kysely'
import { prepared } from '../database/prepared.js'
import type { Database, Tables } from '../database/schema.js'
import type { Keyring } from '../keys/keyring.js'
import type { Device, DeviceSecret, DeviceState, SeenDevice } from './device.js'

export type DeviceStore = ReturnType<typeof deviceStore>

type Owner = { poolId: string; userId: string }
type Key = Owner & { deviceKey: string }

/** What a sign-in leaves on its device. */
export type Visit = {
  address: string | undefined
  userAgent: string | undefined
  /** The family of its system: `windows`, `ios`, …; undefined where the user agent is not known. */
  platform?: string | undefined
  /** How it came by its second factor. */
  mfa?: MfaOfVisit | undefined
  at: Date
}

export type MfaOfVisit = { result: 'skipped' | 'passed' | 'not_asked'; reason: string }

type Row = Tables['devices']

const context = ({ poolId, userId, deviceKey }: Key) => `device verifier ${poolId} ${userId} ${deviceKey}`

export { context as deviceVerifierContext }

const tracked: DeviceState[] = ['not_remembered', 'remembered']

const selectDevice = prepared<Key>()((db, slot) =>
  db
    .selectFrom('devices')
    .selectAll()
    .where('pool_id', '=', slot('poolId'))
    .where('user_id', '=', slot('userId'))
    .where('device_key', '=', slot('deviceKey')),
)

const visitColumns = ({ address, userAgent, platform, mfa, at }: Visit) => ({
  at: at.getTime(),
  address: address ?? null,
  userAgent: userAgent ?? null,
  platform: platform ?? null,
  mfa: mfa?.result ?? null,
  mfaReason: mfa?.reason ?? null,
})

const updateVisit = prepared<Key & ReturnType<typeof visitColumns>>()((db, slot) =>
  db
    .updateTable('devices')
    .set((set) => ({
      last_authenticated_at: slot('at'),
      modified_at: slot('at'),
      last_ip_used: set.fn.coalesce(set.val(slot('address')), 'last_ip_used'),
      user_agent: set.fn.coalesce(set.val(slot('userAgent')), 'user_agent'),
      platform: set.fn.coalesce(set.val(slot('platform')), 'platform'),
      last_mfa: slot('mfa'),
      last_mfa_reason: slot('mfaReason'),
    }))
    .where('pool_id', '=', slot('poolId'))
    .where('user_id', '=', slot('userId'))
    .where('device_key', '=', slot('deviceKey'))
    .where('state', 'in', tracked),
)

/** Where a page ended. */
export type Position = { createdAt: number; deviceKey: string }

function isAfter(where: ExpressionBuilder<Tables, 'devices'>, after: Position | undefined) {
  if (!after) return where.lit(true)
  return where.or([
    where('devices.created_at', '<', after.createdAt),
    where.and([
      where('devices.created_at', '=', after.createdAt),
      where('devices.device_key', '<', after.deviceKey),
    ]),
  ])
}

/** By device, of one user: those that still refresh. */
const openSessions = (db: Database, { poolId, userId }: Owner, now: Date) =>
  db
    .selectFrom('sessions')
    .select(({ fn }) => ['device_key', fn.countAll<number | string>().as('sessions')])
    .where('pool_id', '=', poolId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('refresh_ended_at', 'is', null)
    .where('expires_at', '>', now.getTime())
    .groupBy('device_key')

/** It keeps nothing of its secret. */
const forgotten = (now: Date) => ({
  state: 'forgotten',
  srp_salt: null,
  sealed_srp_verifier: null,
  forgotten_at: now.getTime(),
  modified_at: now.getTime(),
})

/** Each change is one conditional statement that says whether it applied: nothing brings a forgotten device back. */
export function deviceStore(db: Database, keyring: Keyring) {
  function deviceOf(row: Row): Device {
    return {
      poolId: row.pool_id,
      userId: row.user_id,
      deviceKey: row.device_key,
      deviceGroupKey: row.device_group_key,
      state: row.state as DeviceState,
      name: row.name ?? undefined,
      secret: secretOf(row),
      userAgent: row.user_agent ?? undefined,
      lastIpUsed: row.last_ip_used ?? undefined,
      createdAt: new Date(row.created_at),
      modifiedAt: new Date(row.modified_at),
      lastAuthenticatedAt: new Date(row.last_authenticated_at),
      forgottenAt: row.forgotten_at === null ? undefined : new Date(row.forgotten_at),
      platform: row.platform ?? undefined,
      lastMfa:
        row.last_mfa === null ? undefined : { result: row.last_mfa, reason: row.last_mfa_reason ?? '' },
    }
  }

  function secretOf(row: Row): DeviceSecret | undefined {
    const { srp_salt: salt, sealed_srp_verifier: sealed } = row
    if (!salt || !sealed) return undefined
    const key = { poolId: row.pool_id, userId: row.user_id, deviceKey: row.device_key }
    // Opened when it is asked for: most who read a device do not.
    return {
      salt,
      get verifier() {
        return openVerifier(key, sealed)
      },
    }
  }

  function openVerifier(key: Key, sealed: string): Uint8Array {
    const verifier = keyring.open(context(key), sealed)
    if (!verifier) throw new Error('A device verifier does not open with this master key.')
    return verifier
  }

  const change = (key: Key) =>
    db
      .updateTable('devices')
      .where('pool_id', '=', key.poolId)
      .where('user_id', '=', key.userId)
      .where('device_key', '=', key.deviceKey)

  const devicesOf = ({ poolId, userId }: Owner) =>
    db
      .selectFrom('devices')
      .where('devices.pool_id', '=', poolId)
      .where('devices.user_id', '=', userId)
      .orderBy('devices.created_at', 'desc')
      .orderBy('devices.device_key', 'desc')

  const withSessions = (owner: Owner, now: Date) =>
    devicesOf(owner)
      .leftJoin(openSessions(db, owner, now).as('open'), (join) =>
        join.onRef('open.device_key', '=', 'devices.device_key'),
      )
      .selectAll('devices')
      .select('open.sessions as open_sessions')

  const seenOf = (row: Row & { open_sessions: number | string | null }): SeenDevice => ({
    ...deviceOf(row),
    openSessions: Number(row.open_sessions ?? 0),
  })

  return {
    /** Writes down a key that is about to be handed out with the tokens of a sign-in. */
    async issue(key: Key, deviceGroupKey: string, visit: Visit): Promise<void> {
      await db
        .insertInto('devices')
        .values({
          pool_id: key.poolId,
          user_id: key.userId,
          device_key: key.deviceKey,
          device_group_key: deviceGroupKey,
          state: 'issued',
          name: null,
          srp_salt: null,
          sealed_srp_verifier: null,
          user_agent: visit.userAgent ?? null,
          last_ip_used: visit.address ?? null,
          created_at: visit.at.getTime(),
          modified_at: visit.at.getTime(),
          last_authenticated_at: visit.at.getTime(),
          forgotten_at: null,
          platform: visit.platform ?? null,
          last_mfa: visit.mfa?.result ?? null,
          last_mfa_reason: visit.mfa?.reason ?? null,
        })
        .execute()
    },

    /** Issued → tracked. False when the device is not waiting for its confirmation. */
    async confirm(
      key: Key,
      registration: { state: DeviceState; secret: DeviceSecret; name: string | undefined },
      now: Date,
    ): Promise<boolean> {
      const { numUpdatedRows } = await change(key)
        .set({
          state: registration.state,
          name: registration.name ?? null,
          srp_salt: registration.secret.salt,
          sealed_srp_verifier: keyring.seal(context(key), registration.secret.verifier),
          modified_at: now.getTime(),
        })
        .where('state', '=', 'issued')
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Calls a tracked device something else. False when it is called so already, or is not tracked. */
    async rename(key: Key, name: string, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await change(key)
        .set({ name, modified_at: now.getTime() })
        .where('state', 'in', tracked)
        .where(({ or, eb }) => or([eb('name', 'is', null), eb('name', '<>', name)]))
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Remembered ⇄ not remembered. False when it is so already, or is not tracked. */
    async setRemembered(key: Key, remembered: boolean, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await change(key)
        .set({ state: remembered ? 'remembered' : 'not_remembered', modified_at: now.getTime() })
        .where('state', '=', remembered ? 'not_remembered' : 'remembered')
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** The user signed in on it. False when it is no longer tracked. */
    async authenticated(key: Key, visit: Visit): Promise<boolean> {
      const { poolId, userId, deviceKey } = key
      const { numAffectedRows } = await updateVisit(db, { poolId, userId, deviceKey, ...visitColumns(visit) })
      return (numAffectedRows ?? 0n) > 0n
    },

    /** Ends a tracked device. Its row stays for the audit trail, without its secret; no operation sees it again. */
    async forget(key: Key, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await change(key)
        .set(forgotten(now))
        .where('state', 'in', tracked)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Ends the tracked devices of a user, as many as `limit` at once, but the one that is to be kept: their keys. */
    async forgetOthers(
      owner: Owner,
      keptKey: string | undefined,
      limit: number,
      now: Date,
    ): Promise<string[]> {
      let others = db
        .selectFrom('devices')
        .select('device_key')
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('state', 'in', tracked)
        .orderBy('device_key')
        .limit(limit)
      if (keptKey !== undefined) others = others.where('device_key', '!=', keptKey)
      const rows = await db
        .updateTable('devices')
        .set(forgotten(now))
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('device_key', 'in', others)
        .where('state', 'in', tracked)
        .returning('device_key')
        .execute()
      return rows.map(({ device_key }) => device_key)
    },

    /** Removes keys that were issued before then and never confirmed, once no session is left that might. */
    async pruneIssued(before: Date): Promise<void> {
      await db
        .deleteFrom('devices')
        .where('state', '=', sql.lit('issued'))
        .where('created_at', '<', before.getTime())
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('sessions')
                .select('sessions.session_id')
                .whereRef('sessions.pool_id', '=', 'devices.pool_id')
                .whereRef('sessions.user_id', '=', 'devices.user_id')
                .whereRef('sessions.device_key', '=', 'devices.device_key'),
            ),
          ),
        )
        .execute()
    },

    /** In whatever state: the caller decides what may be seen. */
    async find(key: Key): Promise<Device | undefined> {
      const { poolId, userId, deviceKey } = key
      const [row] = (await selectDevice(db, { poolId, userId, deviceKey })).rows
      return row && deviceOf(row)
    },

    /** In whatever state, with the number of its open sessions. */
    async findWithSessions(key: Key, now: Date): Promise<SeenDevice | undefined> {
      const row = await withSessions(key, now)
        .where('devices.device_key', '=', key.deviceKey)
        .executeTakeFirst()
      return row && seenOf(row)
    },

    async findTracked(key: Key): Promise<Device | undefined> {
      const device = await this.find(key)
      return device && tracked.includes(device.state) ? device : undefined
    },

    /** Newest first, after the one that the page before ended with. */
    async page(
      owner: Owner,
      states: 'remembered' | 'tracked',
      after: Position | undefined,
      limit: number,
    ): Promise<Device[]> {
      const query = devicesOf(owner)
        .selectAll()
        .where('state', 'in', states === 'tracked' ? tracked : ['remembered'])
        .where((where) => isAfter(where, after))
        .limit(limit)
      return (await query.execute()).map(deviceOf)
    },

    /**
     * The tracked devices, and those that were forgotten since then, newest first. Their open sessions are counted by one
     * look at the user's, however many devices there are.
     */
    async pageWithSessions(
      owner: Owner,
      { forgottenSince }: { forgottenSince: Date | undefined },
      after: Position | undefined,
      limit: number,
      now: Date,
    ): Promise<SeenDevice[]> {
      const rows = await withSessions(owner, now)
        .where((where) =>
          where.or([
            where('state', 'in', tracked),
            ...(forgottenSince
              ? [
                  where.and([
                    where('state', '=', 'forgotten'),
                    where('forgotten_at', '>=', forgottenSince.getTime()),
                  ]),
                ]
              : []),
          ]),
        )
        .where((where) => isAfter(where, after))
        .limit(limit)
        .execute()
      return rows.map(seenOf)
    },

    /** Devices of any users of a pool, in no order; keys that there are not are left out. */
    async ofKeys(
      poolId: string,
      keys: readonly { userId: string; deviceKey: string }[],
      now: Date,
    ): Promise<SeenDevice[]> {
      if (keys.length === 0) return []
      const userIds = [...new Set(keys.map(({ userId }) => userId))]
      const rows = await db
        .selectFrom('devices')
        .selectAll()
        .where('pool_id', '=', poolId)
        .where('user_id', 'in', userIds)
        .where(
          'device_key',
          'in',
          keys.map(({ deviceKey }) => deviceKey),
        )
        .execute()
      const sessions = await db
        .selectFrom('sessions')
        .select(({ fn }) => ['user_id', 'device_key', fn.countAll<number | string>().as('sessions')])
        .where('pool_id', '=', poolId)
        .where('user_id', 'in', userIds)
        .where('device_key', 'is not', null)
        .where('revoked_at', 'is', null)
        .where('refresh_ended_at', 'is', null)
        .where('expires_at', '>', now.getTime())
        .groupBy(['user_id', 'device_key'])
        .execute()
      const open = new Map(sessions.map((row) => [`${row.user_id} ${row.device_key}`, Number(row.sessions)]))
      return rows.map((row) => ({
        ...deviceOf(row),
        openSessions: open.get(`${row.user_id} ${row.device_key}`) ?? 0,
      }))
    },
  }
}
