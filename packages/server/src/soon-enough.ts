/** What comes of it within a while; undefined when it takes longer, or fails. It is not stopped. */
export async function soonEnough<Result>(
  work: Promise<Result>,
  milliseconds: number,
): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined)
  })
  try {
    return await Promise.race([work.catch(() => undefined), patience])
  } finally {
    clearTimeout(timer)
  }
}
