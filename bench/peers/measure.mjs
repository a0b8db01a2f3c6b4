// @ts-check
import { median, quantile } from '../shared/statistics.mjs'

/** @typedef {{ username: string, password: string }} Signer */
/** @typedef {{ name: string, url: string, clientId: string, signers: Signer[] }} Server */
/** @typedef {{ waits: number[], crowdedWaits: number[], rates: number[], crowdedRates: number[] }} Figures */
/** @typedef {ReturnType<typeof figuresOf>} Result */

/**
 * Servers on equally many users take turns, one batch after the other. A batch is bounded by time and not by number,
 * since one server may be a thousand times slower than the other.
 *
 * @param {Server[]} servers
 * @param {{ rounds: number, seconds: number, concurrency: number }} options
 */
export async function measure(servers, { rounds, seconds, concurrency }) {
  const half = (seconds * 1000) / 2
  const subjects = servers.map((server) => ({
    server,
    next: 0,
    /** @type {Figures} */
    figures: { waits: [], crowdedWaits: [], rates: [], crowdedRates: [] },
  }))
  // V8 compiles, files are read for the first time: not what is asked for.
  for (const subject of subjects) await batch(subject, concurrency, half)
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of round % 2 === 0 ? subjects : subjects.toReversed()) {
      const { figures } = subject
      const alone = await batch(subject, 1, half)
      figures.waits.push(...alone.waits)
      figures.rates.push(alone.rate)
      const crowded = await batch(subject, concurrency, half)
      figures.crowdedWaits.push(...crowded.waits)
      figures.crowdedRates.push(crowded.rate)
    }
  }
  return subjects.map(({ server, figures }) => figuresOf(server.name, figures))
}

/** @param {string} name @param {Figures} figures */
const figuresOf = (name, { waits, crowdedWaits, rates, crowdedRates }) => ({
  name,
  signIns: waits.length + crowdedWaits.length,
  p50: median(waits),
  p99: quantile(waits, 0.99),
  rate: median(rates),
  crowdedP50: median(crowdedWaits),
  crowdedP99: quantile(crowdedWaits, 0.99),
  crowdedRate: median(crowdedRates),
})

/**
 * Sign-ins for some time, `concurrency` at once. What has begun by then is waited for, and counts.
 *
 * @param {{ server: Server, next: number }} subject
 * @param {number} concurrency
 * @param {number} milliseconds
 */
async function batch(subject, concurrency, milliseconds) {
  /** @type {number[]} */
  const waits = []
  const began = performance.now()
  const worker = async () => {
    do {
      const { server } = subject
      const signer = server.signers[subject.next++ % server.signers.length]
      const asked = performance.now()
      if (signer) await signIn(server, signer)
      waits.push(performance.now() - asked)
    } while (performance.now() - began < milliseconds)
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return { waits, rate: waits.length / ((performance.now() - began) / 1000) }
}

/** @param {Server} server @param {Signer} signer */
async function signIn({ name, url, clientId }, { username, password }) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  })
  const text = await answer.text()
  if (!answer.ok || !text.includes('"AccessToken"'))
    throw new Error(`${name} answered ${answer.status}: ${text.slice(0, 500)}`)
}
