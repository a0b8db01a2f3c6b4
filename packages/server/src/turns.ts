/** Runs what concerns the same thing one after the other, in the order in which it came. */
export type Turns = <Result>(what: string, work: () => Promise<Result>) => Promise<Result>

/**
 * @example
 * const inTurn = makeTurns()
 * await Promise.all([inTurn('a', first), inTurn('a', second)])
 * // second begins when first has ended
 */
export function makeTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return async (what, work) => {
    const mine = after(last.get(what), work)
    last.set(what, mine)
    try {
      return await mine
    } finally {
      if (last.get(what) === mine) last.delete(what)
    }
  }
}

async function after<Result>(
  previous: Promise<unknown> | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  // How it ended is for whoever began it.
  await previous?.catch(() => undefined)
  return work()
}
