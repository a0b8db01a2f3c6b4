import { type Kysely, sql } from 'kysely'

/** Groups and who is in them, identities that are linked to users, and more than one secret for a client. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('groups')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('group_name', 'text', (c) => c.notNull())
    .addColumn('description', 'text')
    .addColumn('role_arn', 'text')
    .addColumn('precedence', 'integer')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('modified_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('groups_pk', ['pool_id', 'group_name'])
    .addForeignKeyConstraint('groups_pool', ['pool_id'], 'pools', ['pool_id'], (c) => c.onDelete('cascade'))
    .execute()

  await db.schema
    .createTable('group_members')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('group_name', 'text', (c) => c.notNull())
    .addColumn('added_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('group_members_pk', ['pool_id', 'user_id', 'group_name'])
    .addForeignKeyConstraint(
      'group_members_user',
      ['pool_id', 'user_id'],
      'users',
      ['pool_id', 'user_id'],
      (c) => c.onDelete('cascade'),
    )
    .addForeignKeyConstraint(
      'group_members_group',
      ['pool_id', 'group_name'],
      'groups',
      ['pool_id', 'group_name'],
      (c) => c.onDelete('cascade'),
    )
    .execute()
  await db.schema
    .createIndex('group_members_by_group')
    .on('group_members')
    .columns(['pool_id', 'group_name', 'user_id'])
    .execute()

  await createLinkedIdentities(db)
  await moveClientSecrets(db)
}

/** Like user_names, its key begins with what is looked up: an identity of a provider is one user's at most. */
async function createLinkedIdentities(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('linked_identities')
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('provider_name', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('linked_identities_pk', ['pool_id', 'provider_name', 'subject'])
    .addForeignKeyConstraint(
      'linked_identities_user',
      ['pool_id', 'user_id'],
      'users',
      ['pool_id', 'user_id'],
      (c) => c.onDelete('cascade'),
    )
    .execute()
  await db.schema
    .createIndex('linked_identities_by_user')
    .on('linked_identities')
    .columns(['pool_id', 'user_id'])
    .execute()
}

/** A list in one column, and no table of its own: every request of a client reads it. */
async function moveClientSecrets(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('clients').addColumn('secrets', 'text').execute()
  // Sealed values are base64url, so that nothing in them needs escaping.
  await sql`update clients set secrets =
    '[{"secretId":"first","sealed":"' || sealed_secret || '","createdAt":' || created_at || '}]'
    where sealed_secret is not null`.execute(db)
  await db.schema.alterTable('clients').dropColumn('sealed_secret').execute()
}
