/** A list of an answer. Servers leave lists out, and send null for them, or in them. */
export const listOf = <Item>(list: readonly Item[] | null | undefined): readonly Item[] =>
  Array.isArray(list) ? list.filter((item) => item !== null && item !== undefined) : []
