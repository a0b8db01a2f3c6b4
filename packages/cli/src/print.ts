/** Whoever read what is printed reads no more: `… | head`. */
export class NobodyReads extends Error {}

/** Resolves when whoever reads has room for more. Throws NobodyReads. */
export const print = (text: string) =>
  new Promise<void>((resolve, reject) => {
    if (text === '') return resolve()
    process.stdout.write(text, (error) => {
      if (!error) resolve()
      else reject((error as NodeJS.ErrnoException).code === 'EPIPE' ? new NobodyReads() : error)
    })
  })
