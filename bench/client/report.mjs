// @ts-check
import { cpus } from 'node:os'
import { median } from '../shared/statistics.mjs'
import { CASES } from './cases.mjs'

/** @typedef {import('./measure.mjs').Result} Result */
/** @typedef {import('./measure.mjs').Figure} Figure */

/** What is wanted. A benchmark reports; nothing fails by it, since no machine is quiet enough for that. */
const WANTED = { ratio: 15, stretch: 16 }

/** @type {{ figure: Figure, title: string, of: (values: number[]) => number }[]} */
const ROWS = [
  { figure: 'cpu', title: 'CPU', of: median },
  { figure: 'process', title: 'CPU of the page’s process', of: mean },
  { figure: 'first', title: 'CPU, loading and first call', of: median },
  { figure: 'stretch', title: 'longest stretch', of: median },
  { figure: 'slowStretch', title: 'longest stretch, 4 × slower', of: median },
]

/** Every figure of every place, with its ratio. @param {Result[]} results */
export const report = (results) => ({
  processor: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
  places: results.map(({ place, signIns, idle, results }) => ({
    place,
    signIns,
    idle,
    cases: results.map((one) => ({ case: one.case, figures: figuresOf(one.samples) })),
  })),
})

/** @param {Result['results'][number]['samples']} samples */
const figuresOf = ({ amplify, latchkey }) =>
  ROWS.flatMap(({ figure, of }) => {
    const [theirs, ours] = [amplify[figure], latchkey[figure]]
    if (!theirs || !ours) return []
    return {
      figure,
      amplify: of(theirs),
      latchkey: of(ours),
      ratio: of(theirs) / of(ours),
      worst: Math.max(...ours),
    }
  })

/** @param {number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** @param {ReturnType<typeof report>} whole */
export function asTable({ processor, places }) {
  return `
aws-amplify/auth and @latchkey/auth, ${processor}
${CASES.map(({ name, title }) => `  ${name}: ${title}`).join('\n')}
${places.map(placeAsTable).join('')}
CPU: milliseconds of processor time of one call, its requests included, the server's not; in a page, of its main thread.
Longest stretch: milliseconds in which nothing else had a turn, waiting for a processor included.
Medians; that of the process, which is counted in tens of milliseconds, is a mean. Worst: of @latchkey/auth.
`
}

/** @typedef {ReturnType<typeof report>['places'][number]} PlaceReport */

/** @param {PlaceReport} place */
function placeAsTable({ place, signIns, idle, cases }) {
  const head = ['', '', 'amplify', 'latchkey', 'ratio', 'worst']
  const rows = cases.flatMap(({ case: name, figures }) =>
    figures.map(({ figure, amplify, latchkey, ratio, worst }, at) => [
      at === 0 ? name : '',
      ROWS.find((row) => row.figure === figure)?.title ?? '',
      amplify.toFixed(1),
      latchkey.toFixed(1),
      ratio.toFixed(1),
      /stretch/i.test(figure) ? worst.toFixed(1) : '',
    ]),
  )
  const lines = [cpuWanted(cases), idle !== undefined && stretchWanted(cases, idle)]
  return `
${place}, ${signIns} of each

${table([head, ...rows])}

${lines.filter(Boolean).join('\n')}
`
}

/** @param {PlaceReport['cases']} cases */
function cpuWanted(cases) {
  const dearest = cases.at(-1)
  const ratio = dearest?.figures.find(({ figure }) => figure === 'cpu')?.ratio ?? Number.NaN
  return `${dearest?.case}: ${ratio.toFixed(1)} times less CPU; wanted ${WANTED.ratio}: ${said(ratio >= WANTED.ratio)}`
}

/** @param {PlaceReport['cases']} cases @param {number} idle */
function stretchWanted(cases, idle) {
  const stretches = cases.flatMap(({ figures }) => figures.filter(({ figure }) => figure === 'stretch'))
  const longest = Math.max(...stretches.map(({ latchkey }) => latchkey))
  return `longest stretch: ${longest.toFixed(1)} ms (${idle.toFixed(1)} where nothing is done); wanted ${WANTED.stretch} or less: ${said(longest <= WANTED.stretch)}`
}

const said = (/** @type {boolean} */ reached) => (reached ? 'reached' : 'not reached')

/** @param {string[][]} rows */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (/** @type {string[]} */ row) =>
    row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')
  return rows.map((row) => line(row).trimEnd()).join('\n')
}
