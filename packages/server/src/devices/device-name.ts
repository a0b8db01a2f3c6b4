import { invalidParameter } from '../errors.js'

/**
 * What would not stay within a name where it is printed: control characters and line breaks in a log or a table, and
 * what turns the direction of the text around it (Unicode Standard Annex 9, 2.1 to 2.5; CVE-2021-42574). Names in Arabic
 * or Hebrew need none of it. ConfirmDevice takes them all the same, as Cognito does: pages show a name as text by itself.
 */
const LEAKING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

/** Something to see: a letter, a digit, a sign. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

/** What somebody wants to call a device. Throws InvalidParameterException. */
export function checkDeviceName(name: string): void {
  if (LEAKING.test(name)) {
    throw invalidParameter(
      'A device name has no line breaks or other control characters, and nothing that turns the direction of text.',
    )
  }
  if (!VISIBLE.test(name)) throw invalidParameter('A device name has something in it that can be seen.')
}
