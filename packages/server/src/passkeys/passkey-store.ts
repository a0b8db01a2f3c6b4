import { sql } from 'kysely'
import type { Database, Tables } from '../database/schema.js'
import { MOST_PASSKEYS, type Passkey } from './passkey.js'

export type PasskeyStore = ReturnType<typeof passkeyStore>

type Owner = { poolId: string; userId: string }

type Row = Tables['passkeys']

const passkeyOf = (row: Row): Passkey => ({
  poolId: row.pool_id,
  userId: row.user_id,
  credentialId: row.credential_id,
  publicKey: row.public_key,
  counter: row.counter,
  relyingPartyId: row.relying_party_id,
  name: row.name,
  transports: JSON.parse(row.transports),
  attachment: row.attachment ?? undefined,
  createdAt: new Date(row.created_at),
})

/** PostgreSQL takes a bare parameter in a list of `select` for text. */
const wholeNumber = (value: number) => sql<number>`cast(${value} as bigint)`

/** The passkeys of users, and the one challenge that a user may have open to make another. */
export function passkeyStore(db: Database) {
  const ofUser = ({ poolId, userId }: Owner) =>
    db.selectFrom('passkeys').selectAll().where('pool_id', '=', poolId).where('user_id', '=', userId)

  return {
    /** Opens a registration, in the place of one that was open before. */
    async beginRegistration(
      { poolId, userId }: Owner,
      { challenge, clientId, expiresAt }: { challenge: string; clientId: string; expiresAt: Date },
    ): Promise<void> {
      const values = { challenge, client_id: clientId, expires_at: expiresAt.getTime() }
      await db
        .insertInto('passkey_registrations')
        .values({ pool_id: poolId, user_id: userId, ...values })
        .onConflict((conflict) => conflict.columns(['pool_id', 'user_id']).doUpdateSet(values))
        .execute()
    },

    /** The client that opened the registration with this challenge; undefined when none is open, or not any more. */
    async registeringClient({ poolId, userId }: Owner, challenge: string, now: Date) {
      const row = await db
        .selectFrom('passkey_registrations')
        .select('client_id')
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .where('challenge', '=', challenge)
        .where('expires_at', '>', now.getTime())
        .executeTakeFirst()
      return row?.client_id
    },

    /** Spends a challenge. False when it was spent, or replaced, before. */
    async endRegistration({ poolId, userId }: Owner, challenge: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('passkey_registrations')
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .where('challenge', '=', challenge)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },

    /** Registrations that nobody completed. */
    async pruneRegistrations(before: Date): Promise<void> {
      await db.deleteFrom('passkey_registrations').where('expires_at', '<', before.getTime()).execute()
    },

    /** False when the user is gone, has as many passkeys as one may have, or somebody in the pool has this one. */
    async add(passkey: Passkey): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('passkeys')
        .columns([
          'pool_id',
          'user_id',
          'credential_id',
          'public_key',
          'counter',
          'relying_party_id',
          'name',
          'transports',
          'attachment',
          'created_at',
        ])
        .expression(
          db
            .selectFrom('users')
            .select([
              'pool_id',
              'user_id',
              sql.val(passkey.credentialId).as('credential_id'),
              sql.val(passkey.publicKey).as('public_key'),
              wholeNumber(passkey.counter).as('counter'),
              sql.val(passkey.relyingPartyId).as('relying_party_id'),
              sql.val(passkey.name).as('name'),
              sql.val(JSON.stringify(passkey.transports)).as('transports'),
              sql.val(passkey.attachment ?? null).as('attachment'),
              wholeNumber(passkey.createdAt.getTime()).as('created_at'),
            ])
            .where('pool_id', '=', passkey.poolId)
            .where('user_id', '=', passkey.userId)
            .where(
              (where) =>
                where
                  .selectFrom('passkeys')
                  .select((q) => q.fn.countAll<number>().as('passkeys'))
                  .whereRef('passkeys.pool_id', '=', 'users.pool_id')
                  .whereRef('passkeys.user_id', '=', 'users.user_id'),
              '<',
              MOST_PASSKEYS,
            ),
        )
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return (numInsertedOrUpdatedRows ?? 0n) > 0n
    },

    async find(owner: Owner, credentialId: string): Promise<Passkey | undefined> {
      const row = await ofUser(owner).where('credential_id', '=', credentialId).executeTakeFirst()
      return row && passkeyOf(row)
    },

    /** All of a user's, which are never many. */
    async ofUser(owner: Owner): Promise<Passkey[]> {
      return (await ofUser(owner).orderBy('created_at').orderBy('credential_id').execute()).map(passkeyOf)
    },

    /** In the order of their ids, those after `after`. */
    async page(owner: Owner, after: string, limit: number): Promise<Passkey[]> {
      const rows = await ofUser(owner)
        .where('credential_id', '>', after)
        .orderBy('credential_id')
        .limit(limit)
        .execute()
      return rows.map(passkeyOf)
    },

    /**
     * Notes that a passkey was used. An authenticator that counts must have counted on since it was seen last: two
     * that show the same count are copies of each other (W3C Web Authentication Level 3, 6.1.1). False when it did
     * not, or the passkey is gone.
     */
    async used({ poolId, userId, credentialId }: Owner & { credentialId: string }, counter: number) {
      const { numUpdatedRows } = await db
        .updateTable('passkeys')
        .set({ counter })
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .where('credential_id', '=', credentialId)
        .where('counter', counter === 0 ? '=' : '<', counter)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** False when there is none. */
    async remove({ poolId, userId }: Owner, credentialId: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('passkeys')
        .where('pool_id', '=', poolId)
        .where('user_id', '=', userId)
        .where('credential_id', '=', credentialId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
