/** A list of an answer. Servers leave them out, and send null. */
export const listOf = <Item>(list: readonly Item[] | null | undefined): readonly Item[] =>
  Array.isArray(list) ? list : []
