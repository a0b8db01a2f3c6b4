import { oneOf, UsageError, type Values } from '../command.js'
import { dataOptions } from '../data-option.js'
import { formats } from './formats.js'

/** What both commands that read events take. */
export const eventOptions = {
  pool: { value: 'ID', summary: 'of one user pool only (default: of all)' },
  user: { value: 'NAME', summary: 'of one user of that pool only; of one who was deleted, the sub' },
  operator: { value: 'NAME', summary: 'of what one operator did only, by the name on record' },
  format: { value: 'FORMAT', default: 'jsonl', summary: 'jsonl (a JSON object in each line) or csv' },
  ...dataOptions,
}

/** Whose events. Throws UsageError. */
export function whoseOf({ pool: poolId, user: username, operator }: Values) {
  if (username !== undefined && poolId === undefined)
    throw new UsageError('--user needs --pool: two pools may have users of one name.')
  return { poolId, username, operator }
}

export const formatOf = (values: Values) => formats[oneOf(values, 'format', ['jsonl', 'csv'] as const)]

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A time, or how long ago it was: `2026-03-11T12:00:00Z`, `2026-03-11`, `90m`, `7d`. Throws UsageError. */
export function timeOf(values: Values, name: string, now: Date): Date | undefined {
  const text = values[name]
  if (text === undefined) return undefined
  const { count, unit = '' } = /^(?<count>\d{1,6})(?<unit>[smhd])$/.exec(text)?.groups ?? {}
  if (count !== undefined) return new Date(now.getTime() - Number(count) * (UNITS[unit] ?? 0))
  const time = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time))
    throw new UsageError(
      `--${name} ${text} is no time: write it like 2026-03-11T12:00:00Z or 2026-03-11, or how long ago it was, like 90m or 7d.`,
    )
  return new Date(time)
}
