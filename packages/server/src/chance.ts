import { randomBytes, randomInt, randomUUID } from 'node:crypto'

/** Where time and randomness come from: the only two things that the tests replace. */
export type Clock = { now(): Date }

export type Random = {
  bytes(count: number): Buffer
  uuid(): string
  /** A number from 0 up to, not including, `limit`. */
  below(limit: number): number
}

export const systemClock: Clock = { now: () => new Date() }
export const systemRandom: Random = {
  bytes: randomBytes,
  uuid: () => randomUUID(),
  below: (limit) => randomInt(limit),
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** `count` characters out of `alphabet`, each drawn independently. */
export function randomText(random: Random, count: number, alphabet = BASE62): string {
  return Array.from({ length: count }, () => alphabet[random.below(alphabet.length)]).join('')
}

/** A six-digit code, as people type it from a message. */
export const randomCode = (random: Random) => randomText(random, 6, '0123456789')
