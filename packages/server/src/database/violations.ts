/** PostgreSQL: foreign_key_violation (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const codes = ['23503', 'SQLITE_CONSTRAINT_FOREIGNKEY']

/** What a pool has as long as it is there was not found. */
export class OwnerIsGone extends Error {}

/** Something was to be written that belongs to a user, a group or a pool that is not there (any more), or was looked for there. */
export const isOfDeletedOwner = (error: unknown): boolean =>
  error instanceof OwnerIsGone ||
  (error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code))
