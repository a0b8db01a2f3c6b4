import type { World } from '../operation.js'
import { DAY_MILLISECONDS, type Day, daysBetween, lastSettledDay } from './day.js'

/** What is longer ago is not asked for. */
export const MOST_DAYS = 400

/**
 * Adds up the days that are over, pool by pool: what they came to is kept when their events are not. To be called before
 * events are pruned. Nearly always there is nothing to do, and one look at the pools.
 *
 * Of the latest of them it is written down, too, how many devices there are in each state. Nobody knows it any more of
 * those before.
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
    for (const day of daysBetween(first, dayBefore(last))) await stores.activity.addUp(poolId, day)
    await stores.activity.addUp(poolId, last, await stores.deviceSearch.countByState(poolId))
  }
}

const dayBefore = ({ from }: Day) => new Date(from.getTime() - DAY_MILLISECONDS)
