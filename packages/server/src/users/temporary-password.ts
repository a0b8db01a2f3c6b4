import type { PasswordPolicy } from '../pools/pool.js'

/** Left out: letters and digits that people mistake for one another when they copy them from a message. */
const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!#%*+-=?@'] as const
const all = kinds.join('')

/** More than 70 bits, whatever the policy asks for. */
const LEAST_LENGTH = 12

/**
 * A password that meets a policy: one character of each kind, the rest of any, in any order.
 * @param below gives a random number from 0 up to, not including, its limit.
 */
export function temporaryPassword(
  policy: Pick<PasswordPolicy, 'minimumLength'>,
  below: (limit: number) => number,
): string {
  const oneOf = (alphabet: string) => alphabet.charAt(below(alphabet.length))
  const characters = kinds.map(oneOf)
  while (characters.length < Math.max(policy.minimumLength, LEAST_LENGTH)) characters.push(oneOf(all))
  return shuffled(characters, below).join('')
}

/** Each character in turn goes to a random place among those before it (Fisher and Yates). */
function shuffled(characters: readonly string[], below: (limit: number) => number): string[] {
  const result: string[] = []
  for (const character of characters) result.splice(below(result.length + 1), 0, character)
  return result
}
