/** Which rows of a list are selected, by their keys, and from which one a range would reach. */
export type Selection = { readonly keys: ReadonlySet<string>; readonly anchor?: string | undefined }

export const nothing: Selection = { keys: new Set() }

export function toggled({ keys }: Selection, key: string): Selection {
  const changed = new Set(keys)
  if (!changed.delete(key)) changed.add(key)
  return { keys: changed, anchor: key }
}

/** All from the anchor to this one, in whichever direction, as in every list that knows the shift key. */
export function extendedTo(selection: Selection, key: string, order: readonly string[]): Selection {
  const to = order.indexOf(key)
  const from = selection.anchor === undefined ? -1 : order.indexOf(selection.anchor)
  if (to < 0) return selection
  if (from < 0) return { keys: new Set([...selection.keys, key]), anchor: key }
  const between = order.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { keys: new Set([...selection.keys, ...between]), anchor: selection.anchor }
}

export const all = (order: readonly string[]): Selection => ({ keys: new Set(order), anchor: order[0] })

/** Without those that are gone. */
export function without({ keys, anchor }: Selection, gone: ReadonlySet<string>): Selection {
  return { keys: new Set([...keys].filter((key) => !gone.has(key))), anchor }
}
