// @ts-check
import { median } from '../shared/statistics.mjs'
import { CASES } from './cases.mjs'

/** @typedef {import('./cases.mjs').Case} Case */
/** @typedef {import('./cases.mjs').LibraryName} LibraryName */

/**
 * Milliseconds. `cpu`: of the thread that calls (in Node: of the process). `process`: of the page's process. `first`: as
 * `cpu`, for a page's first call and the loading of the library. `stretch`: the longest time without a turn for anybody
 * else; `slowStretch`: on a processor that was slowed down.
 * @typedef {'cpu' | 'process' | 'first' | 'stretch' | 'slowStretch'} Figure
 */

/** @typedef {(one: Case) => Promise<{ [figure in Figure]?: number }>} Probe */

/**
 * One library in one place. `cold` starts anew each time.
 * @typedef {{
 *   library: LibraryName,
 *   begin(one: Case): Promise<void>, configure(one: Case): Promise<void>, end(one: Case): Promise<void>,
 *   idle(): Promise<number>, cpu: Probe, stretches: Probe[], cold: Probe[],
 * }} Subject
 */

/** @typedef {{ name: string, subjects: Subject[], close(): Promise<void> }} PlaceToMeasure */

/** @typedef {{ [figure in Figure]?: number[] }} Samples */
/** @typedef {Awaited<ReturnType<typeof measure>>} Result */

/**
 * Both libraries take turns, one call each, so that whatever else the machine does hits them alike.
 *
 * @param {PlaceToMeasure} place
 * @param {import('./options.mjs').Options} options
 * @param {import('../shared/child.mjs').Child} server
 */
export async function measure({ name, subjects }, { warmUp, signIns, profile }, server) {
  const results = CASES.map((one) => ({
    case: one.name,
    /** @type {Record<LibraryName, Samples>} */
    samples: { amplify: {}, latchkey: {} },
  }))

  /** @param {string} what @param {(subject: Subject) => Probe[]} probesOf */
  async function measureRounds(what, probesOf) {
    for (let round = 0; round < signIns; round += 1) {
      say(`${name}, ${what}: round ${round + 1} of ${signIns} …`)
      for (const [at, one] of CASES.entries()) {
        // Nobody goes first every time.
        for (const subject of round % 2 === 0 ? subjects : [...subjects].reverse()) {
          for (const probe of probesOf(subject)) {
            add(results[at]?.samples[subject.library], await once(subject, probe, one, server))
          }
        }
      }
    }
  }

  say(`${name}: warming up …`)
  for (const subject of subjects) await warmedUp(subject, warmUp, server)
  await measureRounds('CPU', ({ cpu }) => [cpu])
  // What measures the rest would fill a profile.
  if (profile) return { place: name, signIns, idle: undefined, results }
  await measureRounds('stretches', ({ stretches }) => stretches)
  const idle = []
  for (const subject of subjects)
    for (let round = 0; round < signIns; round += 1) idle.push(await subject.idle())
  if (subjects.some(({ cold }) => cold.length > 0)) await measureRounds('first calls', ({ cold }) => cold)
  return { place: name, signIns, idle: median(idle), results }
}

/** @param {Subject} subject @param {number} rounds @param {import('../shared/child.mjs').Child} server */
async function warmedUp(subject, rounds, server) {
  for (const one of CASES) {
    await subject.begin(one)
    for (let round = 0; round < rounds; round += 1) await once(subject, subject.cpu, one, server)
  }
}

/**
 * @param {Subject} subject
 * @param {Probe} probe
 * @param {Case} one
 * @param {import('../shared/child.mjs').Child} server
 */
async function once(subject, probe, one, server) {
  await subject.configure(one)
  await server.ask('calls')
  const figures = await probe(one)
  const calls = (await server.ask('calls')).join(', ')
  if (calls !== one.calls.join(', '))
    throw new Error(`${subject.library}, ${one.name}: the server was asked for ${calls}.`)
  await subject.end(one)
  return figures
}

/** @param {Samples | undefined} samples @param {{ [figure in Figure]?: number }} figures */
function add(samples, figures) {
  if (!samples) return
  for (const [figure, value] of Object.entries(figures)) {
    const name = /** @type {Figure} */ (figure)
    samples[name] = [...(samples[name] ?? []), value]
  }
}

/** Standard output is for the results. @param {string} text */
const say = (text) => process.stderr.write(`${text}\n`)
