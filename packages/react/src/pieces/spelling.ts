/** A word as @latchkey/auth spells it, or as it is on the wire: `remembered`, `Remembered`. */
export type EitherSpelling<Word extends string> = Word | Capitalize<Word>

export const lowerFirst = <Word extends string>(word: EitherSpelling<Word>): Word =>
  (word.charAt(0).toLowerCase() + word.slice(1)) as Word
