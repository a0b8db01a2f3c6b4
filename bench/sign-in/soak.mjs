// @ts-check
import { load } from './load.mjs'
import { say } from './measure.mjs'

const PARTS = 10

/**
 * The resident memory of a server, after each tenth of many sign-ins.
 *
 * @param {import('./measure.mjs').Ground} ground
 * @param {number} signIns
 * @param {number} concurrency
 */
export async function soak({ database, size, filled, server }, signIns, concurrency) {
  const all = load([server.url], filled.signers, concurrency)
  const memory = [{ signIns: 0, residentBytes: Number(await server.child.ask('memory')) }]
  for (let part = 1; part <= PARTS; part += 1) {
    await all.many(Math.ceil(signIns / PARTS))
    const now = {
      signIns: part * Math.ceil(signIns / PARTS),
      residentBytes: Number(await server.child.ask('memory')),
    }
    say(`${database}: ${now.signIns} sign-ins, ${Math.round(now.residentBytes / 2 ** 20)} MB`)
    memory.push(now)
  }
  all.close()
  return { database, users: size, memory }
}
