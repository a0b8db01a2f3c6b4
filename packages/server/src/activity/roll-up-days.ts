import type { World } from '../operation.js'
import { DAY_MILLISECONDS, daysBetween, lastSettledDay } from './day.js'

/** What is longer ago is not asked for. */
export const MOST_DAYS = 400

/**
 * Adds up the days that are over, pool by pool: what they came to is kept when their events are not. To be called before
 * events are pruned. Nearly always there is nothing to do, and one look at the pools.
 */
export async function rollUpDays({ stores, clock }: Pick<World, 'stores' | 'clock'>): Promise<void> {
  const last = lastSettledDay(clock.now())
  for (const poolId of await stores.activity.poolsWithout(last)) {
    const { lastDay, firstEvent = last.from } = await stores.activity.knownSince(poolId)
    const next = lastDay ? new Date(lastDay.getTime() + DAY_MILLISECONDS) : firstEvent
    const first = new Date(
      Math.max(
        Math.min(next.getTime(), last.from.getTime()),
        last.from.getTime() - MOST_DAYS * DAY_MILLISECONDS,
      ),
    )
    for (const day of daysBetween(first, last.from)) await stores.activity.addUp(poolId, day)
  }
}
