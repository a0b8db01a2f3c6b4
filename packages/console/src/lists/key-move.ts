/** To which row a key leads; undefined where it is no key that moves. */
export function keyMove(key: string, from: number, page: number, count: number): number | undefined {
  const moves: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: count - 1,
  }
  const to = Object.hasOwn(moves, key) ? moves[key] : undefined
  return to === undefined ? undefined : Math.max(0, Math.min(to, count - 1))
}
