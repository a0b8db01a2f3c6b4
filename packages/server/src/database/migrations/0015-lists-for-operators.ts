import { type Kysely, sql } from 'kysely'
import { isPostgres } from '../dialect.js'

/** What users and devices of a pool are listed and searched by, however many there are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index users_by_state on users (pool_id, enabled, status, created_at, user_id)`.execute(db)
  for (const attribute of ['email', 'phone_number', 'name', 'given_name', 'family_name']) {
    const value = isPostgres(db)
      ? `((attributes::json ->> '${attribute}') collate "C")`
      : `json_extract(attributes, '$.${attribute}')`
    // No more than an index of PostgreSQL holds. Those who have no such attribute take no room in it.
    await sql
      .raw(
        `create index users_by_${attribute} on users (pool_id, lower(substr(${value}, 1, 64)), user_id) where ${value} is not null`,
      )
      .execute(db)
  }

  // Devices that nobody used since there is the column. Source of the order: user agents of Windows, ChromeOS, iOS and
  // Android name systems that they are not, too.
  await sql`update devices set platform = case
      when user_agent like '%Windows%' then 'windows'
      when user_agent like '%CrOS%' then 'chromeos'
      when user_agent like '%iPhone%' or user_agent like '%iPad%' or user_agent like '%iPod%' then 'ios'
      when user_agent like '%Android%' then 'android'
      when user_agent like '%Macintosh%' or user_agent like '%Mac OS X%' then 'macos'
      when user_agent like '%Linux%' then 'linux'
      else 'other' end
    where platform is null`.execute(db)
  await sql`create index devices_by_platform
    on devices (pool_id, state, platform, last_authenticated_at, user_id, device_key)`.execute(db)
}
