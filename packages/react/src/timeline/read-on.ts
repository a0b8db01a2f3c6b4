import type { TimelineEvent } from '@latchkey/auth/latchkey'

/** Events, newest first, and where there are earlier ones. */
export type Stretch = { events: readonly TimelineEvent[]; nextToken?: string | undefined }

/**
 * The newest page, which is loaded again and again, and what was read on before: as one list, each event once. Where more
 * has happened than a page holds they do not meet: what lies between them is not known, and the newest page begins anew.
 */
export function readOnFrom(newest: Stretch, before: Stretch | undefined): Stretch {
  const known = new Set(before?.events.map(({ id }) => id))
  if (!before || !newest.events.some(({ id }) => known.has(id))) return newest
  const events = new Map([...newest.events, ...before.events].map((event) => [event.id, event]))
  return { events: [...events.values()], nextToken: before.nextToken }
}
