import { sql } from 'kysely'
import { prepared } from '../database/prepared.js'
import type { Database, Tables } from '../database/schema.js'
import type { Keyring } from '../keys/keyring.js'
import type { Device, DeviceSecret, DeviceState } from './device.js'

export type DeviceStore = ReturnType<typeof deviceStore>

type Owner = { poolId: string; userId: string }
type Key = Owner & { deviceKey: string }

/** What a sign-in leaves on its device. */
export type Visit = { address: string | undefined; userAgent: string | undefined; at: Date }

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

const updateVisit = prepared<Key & { at: number; address: string | null; userAgent: string | null }>()(
  (db, slot) =>
    db
      .updateTable('devices')
      .set((set) => ({
        last_authenticated_at: slot('at'),
        modified_at: slot('at'),
        last_ip_used: set.fn.coalesce(set.val(slot('address')), 'last_ip_used'),
        user_agent: set.fn.coalesce(set.val(slot('userAgent')), 'user_agent'),
      }))
      .where('pool_id', '=', slot('poolId'))
      .where('user_id', '=', slot('userId'))
      .where('device_key', '=', slot('deviceKey'))
      .where('state', 'in', tracked),
)

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

    /** Calls a tracked device something else. False when it is not tracked. */
    async rename(key: Key, name: string, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await change(key)
        .set({ name, modified_at: now.getTime() })
        .where('state', 'in', tracked)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Remembered ⇄ not remembered. False when the device is not tracked. */
    async setRemembered(key: Key, remembered: boolean, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await change(key)
        .set({ state: remembered ? 'remembered' : 'not_remembered', modified_at: now.getTime() })
        .where('state', 'in', tracked)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** The user signed in on it. False when it is no longer tracked. */
    async authenticated(key: Key, visit: Visit): Promise<boolean> {
      const { poolId, userId, deviceKey } = key
      const at = visit.at.getTime()
      const seen = { at, address: visit.address ?? null, userAgent: visit.userAgent ?? null }
      const { numAffectedRows } = await updateVisit(db, { poolId, userId, deviceKey, ...seen })
      return (numAffectedRows ?? 0n) > 0n
    },

    /** Ends a tracked device. Its row stays for the audit trail, without its secret; no operation sees it again. */
    async forget(key: Key, now: Date): Promise<boolean> {
      const { numUpdatedRows } = await change(key)
        .set({
          state: 'forgotten',
          srp_salt: null,
          sealed_srp_verifier: null,
          forgotten_at: now.getTime(),
          modified_at: now.getTime(),
        })
        .where('state', 'in', tracked)
        .executeTakeFirst()
      return numUpdatedRows > 0n
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

    async findTracked(key: Key): Promise<Device | undefined> {
      const device = await this.find(key)
      return device && tracked.includes(device.state) ? device : undefined
    },

    /** Newest first, after the one that the page before ended with. */
    async page(
      owner: Owner,
      states: 'remembered' | 'tracked',
      after: { createdAt: number; deviceKey: string } | undefined,
      limit: number,
    ): Promise<Device[]> {
      let query = db
        .selectFrom('devices')
        .selectAll()
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('state', 'in', states === 'tracked' ? tracked : ['remembered'])
        .orderBy('created_at', 'desc')
        .orderBy('device_key', 'desc')
        .limit(limit)
      if (after) {
        query = query.where((where) =>
          where.or([
            where('created_at', '<', after.createdAt),
            where.and([where('created_at', '=', after.createdAt), where('device_key', '<', after.deviceKey)]),
          ]),
        )
      }
      return (await query.execute()).map(deviceOf)
    },
  }
}
