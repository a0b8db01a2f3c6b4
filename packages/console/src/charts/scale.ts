/** The arithmetic of plots. Pure. */

/**
 * The steps of an axis from zero: round numbers, at most five of them, the last one at or above the highest value.
 *
 * @example
 * ticksUpTo(37)  // [0, 10, 20, 30, 40]
 */
export function ticksUpTo(highest: number): number[] {
  const step = roundStep(Math.max(highest, 1) / 4)
  const count = Math.max(1, Math.ceil(highest / step))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

/** 1, 2 or 5 times a power of ten; counts have no halves. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((one) => one * power >= rough) ?? 10
  return Math.max(1, factor * power)
}

/** Which of so many days are named below a plot that has room for `room` names: the last one always. */
export function namedDays(days: number, room: number): number[] {
  const every = Math.max(1, Math.ceil(days / Math.max(1, room)))
  const named: number[] = []
  for (let day = days - 1; day >= 0; day -= every) named.unshift(day)
  return named
}

/** A line through what is known; where nothing is known it is broken. */
export function lineThrough(points: readonly ({ x: number; y: number } | undefined)[]): string {
  let isDrawing = false
  return points
    .flatMap((point) => {
      const step = point && `${isDrawing ? 'L' : 'M'}${round(point.x)} ${round(point.y)}`
      isDrawing = point !== undefined
      return step ?? []
    })
    .join('')
}

/** Points that no line reaches: they are drawn as dots. */
export const alone = <Point>(points: readonly (Point | undefined)[]): Point[] =>
  points.flatMap((point, index) =>
    point && points[index - 1] === undefined && points[index + 1] === undefined ? [point] : [],
  )

const round = (value: number) => Math.round(value * 10) / 10
