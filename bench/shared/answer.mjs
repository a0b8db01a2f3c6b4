// @ts-check

/**
 * A child's side of `startChild`: answers questions until its parent lets go of it, or is gone.
 *
 * @param {Record<string, (input: never) => unknown>} answers
 * @param {() => Promise<void>} close
 */
export function answer(answers, close) {
  // Ctrl-C reaches the whole group of processes; the parent decides what it means.
  process.on('SIGINT', () => {})
  process.on('message', async (message) => {
    // Only the parent speaks here, by `ask`.
    const { question, input } = /** @type {{ question: string, input: never }} */ (message)
    try {
      send({ answer: (await answers[question]?.(input)) ?? null })
    } catch (error) {
      send({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.once('disconnect', async () => {
    await close()
    process.exit()
  })
}

/** The parent may have gone in the middle of a question. @param {object} message */
function send(message) {
  if (process.connected) process.send?.(message)
}

/** CPU time of this process so far, worker threads included, in milliseconds. */
export function cpuMilliseconds() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
