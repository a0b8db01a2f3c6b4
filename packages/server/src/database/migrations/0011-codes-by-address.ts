import type { Kysely } from 'kysely'

/** How many codes went to an address that nobody proved to own, whichever users asked for them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('address_counts')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('address_hash', 'text', (c) => c.notNull())
    .addColumn('sent', 'integer', (c) => c.notNull())
    .addColumn('first_sent_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('address_counts_pk', ['pool_id', 'address_hash'])
    .addForeignKeyConstraint('address_counts_pool', ['pool_id'], 'pools', ['pool_id'], (c) =>
      c.onDelete('cascade'),
    )
    .execute()
  await db.schema.createIndex('address_counts_by_time').on('address_counts').column('first_sent_at').execute()
}
