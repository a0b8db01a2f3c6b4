/** Answers again what was dear to find out, for a while: how long depends on how dear it was. */
export type Briefly = <Result>(what: string, work: () => Promise<Result>) => Promise<Result>

/** What is not dear is found out each time. */
const DEAR_MILLISECONDS = 25

/** What took a tenth of a second is remembered for two. */
const TIMES_AS_LONG = 20

/** More than the pools that people look at, at once. */
const MOST_REMEMBERED = 1000

type Remembered = { answer: Promise<unknown>; until: number }

/**
 * A page that is open in many windows asks for the same again and again: no more than a twentieth of the time of a server
 * goes into the answer. Who asks while it is looked up waits for the same answer.
 */
export function makeBriefly(milliseconds: () => number = () => performance.now()): Briefly {
  const known = new Map<string, Remembered>()
  return async <Result>(what: string, work: () => Promise<Result>) => {
    const before = known.get(what)
    if (before && milliseconds() < before.until) return before.answer as Promise<Result>
    const started = milliseconds()
    const mine: Remembered = { answer: work(), until: Number.POSITIVE_INFINITY }
    if (known.size >= MOST_REMEMBERED) known.clear()
    known.set(what, mine)
    try {
      return (await mine.answer) as Result
    } catch (error) {
      if (known.get(what) === mine) known.delete(what)
      throw error
    } finally {
      const took = milliseconds() - started
      mine.until = took < DEAR_MILLISECONDS ? 0 : started + took * (TIMES_AS_LONG + 1)
    }
  }
}
