/**
 * The rows that were opened by keyboard, by the place in the history in which their list stands: whoever goes back is in
 * the row that they left, and not at the top of the page.
 */
const opened = new Map<string, string>()

/** More steps back than anybody takes. */
const MOST = 100

export function rememberRow(place: string, key: string): void {
  opened.set(place, key)
  const [oldest] = opened.keys()
  if (opened.size > MOST && oldest !== undefined) opened.delete(oldest)
}

/** Once: a list that is loaded again later is not entered again. */
export function takeRow(place: string): string | undefined {
  const key = opened.get(place)
  opened.delete(place)
  return key
}
