import type { Kysely } from 'kysely'

/** Sign-ins whose second factor was proved, and that go on to the proof of a device. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('proved_second_factors')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('sign_in_id', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('proved_second_factors_pk', ['pool_id', 'user_id', 'sign_in_id'])
    .addForeignKeyConstraint(
      'proved_second_factors_user',
      ['pool_id', 'user_id'],
      'users',
      ['pool_id', 'user_id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()
  await db.schema
    .createIndex('proved_second_factors_by_expiry')
    .on('proved_second_factors')
    .column('expires_at')
    .execute()
}
