import type { Fields } from './event.js'

/** What came back from a trigger, read with care: anybody may have written it. Pure. */

/** The answer does not have the form that Cognito describes. */
export class Nonsense extends Error {
  override readonly name = 'Nonsense'
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The `response` of the event that came back. Throws Nonsense. */
export function responseOf(answer: unknown): Fields {
  if (!isFields(answer)) throw new Nonsense('it is not a JSON object')
  if (!isFields(answer.response)) throw new Nonsense('it is not the event: it has no object `response`')
  return answer.response
}

/** Members that are null or absent say nothing. All of these throw Nonsense when a member has another type. */

export function fieldsAt(fields: Fields, name: string): Fields | undefined {
  return member(fields, name, 'an object', isFields)
}

export function textAt(fields: Fields, name: string): string | undefined {
  return member(fields, name, 'a text', (value) => typeof value === 'string')
}

export function flagAt(fields: Fields, name: string): boolean {
  return member(fields, name, 'true or false', (value) => typeof value === 'boolean') ?? false
}

export function textsAt(fields: Fields, name: string): string[] | undefined {
  const isTexts = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((entry) => typeof entry === 'string')
  return member(fields, name, 'a list of texts', isTexts)
}

/** A map of texts. Numbers, true and false are taken as the texts that they are written as. */
export function textMapAt(fields: Fields, name: string): Record<string, string> | undefined {
  const map = fieldsAt(fields, name)
  if (!map) return undefined
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => {
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
        throw new Nonsense(`\`${name}\` holds something that is not a text`)
      return [key, String(value)]
    }),
  )
}

function member<Value>(
  fields: Fields,
  name: string,
  what: string,
  fits: (value: unknown) => value is Value,
): Value | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (value === undefined || value === null) return undefined
  if (fits(value)) return value
  throw new Nonsense(`\`${name}\` is not ${what}`)
}
