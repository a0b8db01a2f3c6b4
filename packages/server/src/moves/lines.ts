import type { Row } from './move-store.js'

/** What is in an export, inside of its seal and its compression: lines of JSON. */

/** What was moved. */
export type MovedPool = {
  poolId: string
  exportedAt: Date
  /** How many, by table. */
  rows: Record<string, number>
  /** Of the rows, in hexadecimal: a pool that is exported twice, and did not change, has the same. */
  sha256: string
}

/** In bytes. The longest that there is may be a pool whose messages are all as long as they may be. */
export const LONGEST_LINE = 4 * 1024 * 1024

const line = (kind: string, content: object) => `${JSON.stringify([kind, content])}\n`

export const HEAD = 'latchkey export'
export const END = 'end'

export const headLine = ({ poolId, exportedAt }: MovedPool, users: number) =>
  line(HEAD, { pool_id: poolId, exported_at: exportedAt.getTime(), users })

export const rowLine = (table: string, row: Row) => line(table, row)

export const endLine = ({ rows, sha256 }: MovedPool) => line(END, { rows, sha256 })
