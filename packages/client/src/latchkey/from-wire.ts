/** A word of the wire in the spelling of this library: `NotAsked` is `notAsked`. */
export const lowerFirst = <Word extends string>(word: Word): Uncapitalize<Word> =>
  (word.charAt(0).toLowerCase() + word.slice(1)) as Uncapitalize<Word>

/** Seconds since 1970, on the wire. */
export const dateOf = (seconds: number | undefined) => (seconds ? new Date(seconds * 1000) : undefined)

/** Left out where there is nothing to say, and where a server says null. */
export const defined = <Members extends object>(members: Members) =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null),
  ) as { [Name in keyof Members]?: NonNullable<Members[Name]> }
