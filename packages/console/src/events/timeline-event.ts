import type { TimelineEvent } from '@latchkey/auth/latchkey'
import type { Labels } from '@latchkey/react'
import type { EventKindType, TimelineEventType } from '@latchkey/wire'
import { kindWords } from './event-words.js'

/** Events as the components of @latchkey/react take them, in words for operators. */

export function timelineEventOf(event: TimelineEventType): TimelineEvent {
  const known = {
    reason: [event.Reason, event.Operation].filter(Boolean).join(' · ') || undefined,
    deviceId: event.DeviceKey,
    deviceName: event.DeviceName,
    ipAddress: event.IpAddress,
    place: event.Place,
    browser: event.Browser,
    system: event.System,
    operator: event.Operator,
  }
  return {
    id: event.EventId,
    date: new Date(event.CreationDate * 1000),
    kind: lowerFirst(event.Kind),
    outcome: lowerFirst(event.Outcome),
    ...(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as Partial<
      Record<keyof typeof known, string>
    >),
  }
}

export const timelineLabels: Partial<Labels> = {
  reason: (reason) => reason,
  events: Object.fromEntries(
    Object.entries(kindWords).map(([kind, words]) => [lowerFirst(kind as EventKindType), words]),
  ) as Labels['events'],
}

/** The wire's words begin with a capital, the library's do not. */
function lowerFirst<Word extends string>(word: Word): Uncapitalize<Word> {
  return (word.charAt(0).toLowerCase() + word.slice(1)) as Uncapitalize<Word>
}
