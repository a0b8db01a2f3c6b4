import { setTimeout as wait } from 'node:timers/promises'
import { isWorthRepeating } from './postgres-errors.js'
import type { Database } from './schema.js'

const MOST_TIMES = 5

/**
 * Runs `work` whole or not at all. Where PostgreSQL took it back because of others that ran at the same time (a deadlock;
 * on distributed ones a conflict), it is run again: `work` may run more than once.
 */
export const transact = <Result>(
  db: Database,
  work: (transaction: Database) => Promise<Result>,
): Promise<Result> => repeated(() => db.transaction().execute(work))

/** Does again what PostgreSQL took back whole: a transaction, or a statement that stands alone. */
export async function repeated<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let times = 1; ; times += 1) {
    try {
      return await work()
    } catch (error) {
      if (times >= MOST_TIMES || !isWorthRepeating(error)) throw error
      // Those that met must not meet again.
      await wait(times * 10 * Math.random())
    }
  }
}
