import type { Kysely } from 'kysely'

/** What a custom sign-in has to remember from one question to its answer. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // No foreign key to users: whoever is asked may be nobody.
  await db.schema
    .createTable('custom_sign_ins')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('sign_in_id', 'text', (c) => c.notNull())
    .addColumn('round', 'integer', (c) => c.notNull())
    .addColumn('sealed_state', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('custom_sign_ins_pk', ['pool_id', 'user_id', 'sign_in_id', 'round'])
    .addForeignKeyConstraint('custom_sign_ins_pool', ['pool_id'], 'pools', ['pool_id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await db.schema
    .createIndex('custom_sign_ins_by_expiry')
    .on('custom_sign_ins')
    .column('expires_at')
    .execute()
}
