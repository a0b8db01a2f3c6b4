import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { DatabaseConnections, Gauges, Metrics } from './metrics.js'

/** Loaded only where metrics are asked for. docs/reference/metrics.md lists them; a test compares it with this file. */

/** A sign-in's step takes 1 to 20 ms; a trigger may take ten seconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10]
const SECONDS_OF_A_QUERY = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5]

export type Prometheus = {
  metrics: Metrics
  contentType: string
  /** What /metrics answers. */
  text(gauges: Gauges | undefined, connections?: DatabaseConnections): Promise<string>
  /** Stops what it measures by itself. */
  stop(): void
}

/** @param version of this server. */
export function prometheus(version: string): Prometheus {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const counters = makeCounters(registers)
  const times = makeTimes(registers)
  const show = makeGauges(registers, version)

  return {
    contentType: registry.contentType,

    metrics: {
      requestEnded: (operation, outcome, seconds) => times.requests.observe({ operation, outcome }, seconds),
      signedIn: (device) => counters.signIns.inc({ outcome: 'signed_in', device }),
      signInRefused: (outcome) => counters.signIns.inc({ outcome, device: '' }),
      challengeAsked: (challenge) => counters.challenges.inc({ challenge }),
      secondFactorSpared: () => counters.secondFactorsSpared.inc(),
      refreshEnded: (outcome) => counters.refreshes.inc({ outcome }),
      deviceBecame: (state) => counters.deviceChanges.inc({ state }),
      messageEnded: (medium, state) => counters.messages.inc({ medium, state }),
      triggerAsked: (trigger, outcome, seconds) => times.triggers.observe({ trigger, outcome }, seconds),
      transactionEnded: (seconds) => times.transactions.observe(seconds),
      queryEnded: (seconds) => times.queries.observe(seconds),
    },

    text(gauges, connections) {
      if (gauges) show.gauges(gauges)
      if (connections) show.connections(connections)
      return registry.metrics()
    },

    stop: () => registry.clear(),
  }
}

const makeCounters = (registers: Registry[]) => ({
  signIns: new Counter({
    name: 'latchkey_sign_ins_total',
    help: 'Sign-ins that were paid out, and steps of sign-ins that were refused.',
    labelNames: ['outcome', 'device'],
    registers,
  }),
  challenges: new Counter({
    name: 'latchkey_challenges_total',
    help: 'Challenges that were asked.',
    labelNames: ['challenge'],
    registers,
  }),
  secondFactorsSpared: new Counter({
    name: 'latchkey_second_factors_spared_total',
    help: 'Sign-ins in which a remembered device stood in for a second factor.',
    registers,
  }),
  refreshes: new Counter({
    name: 'latchkey_refreshes_total',
    help: 'Refresh tokens that were shown.',
    labelNames: ['outcome'],
    registers,
  }),
  messages: new Counter({
    name: 'latchkey_messages_total',
    help: 'Attempts to send messages.',
    labelNames: ['medium', 'state'],
    registers,
  }),
  deviceChanges: new Counter({
    name: 'latchkey_device_changes_total',
    help: 'Devices that entered a state.',
    labelNames: ['state'],
    registers,
  }),
})

const makeTimes = (registers: Registry[]) => ({
  requests: new Histogram({
    name: 'latchkey_request_duration_seconds',
    help: 'Requests, from their first byte to their answer.',
    labelNames: ['operation', 'outcome'],
    buckets: SECONDS,
    registers,
  }),
  triggers: new Histogram({
    name: 'latchkey_trigger_duration_seconds',
    help: 'Questions to triggers.',
    labelNames: ['trigger', 'outcome'],
    buckets: SECONDS,
    registers,
  }),
  queries: new Histogram({
    name: 'latchkey_database_query_duration_seconds',
    help: 'Statements, the way to the database and back included.',
    buckets: SECONDS_OF_A_QUERY,
    registers,
  }),
  transactions: new Histogram({
    name: 'latchkey_database_transaction_duration_seconds',
    help: 'Transactions, from the wait for a connection to the commit.',
    buckets: SECONDS_OF_A_QUERY,
    registers,
  }),
})

function makeGauges(registers: Registry[], version: string) {
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge<Label>({ name, help, labelNames, registers })
  gauge('latchkey_build_info', 'Always 1; the version is a label.', ['version']).set({ version }, 1)
  const running = gauge('latchkey_requests_running', 'Requests in progress.')
  const threads = gauge('latchkey_srp_threads', 'Worker threads for SRP; 0 where there are none.')
  const waiting = gauge('latchkey_srp_queue_depth', 'SRP computations that wait.')
  const utilization = gauge('latchkey_srp_utilization', 'The part of their time in which threads worked.')
  const outbox = gauge('latchkey_outbox_messages', 'Messages that wait to be sent, up to 10,000.', ['medium'])
  const connections = gauge('latchkey_database_connections', 'Connections to PostgreSQL.', ['state'])

  return {
    gauges({ requestsRunning, srp, outbox: waitingMessages }: Gauges) {
      running.set(requestsRunning)
      threads.set(srp.threads)
      waiting.set(srp.waiting)
      utilization.set(srp.utilization)
      // Not what it was when the database last told.
      outbox.reset()
      for (const [medium, count] of Object.entries(waitingMessages ?? {})) outbox.set({ medium }, count)
    },
    connections(counts: DatabaseConnections) {
      for (const [state, count] of Object.entries(counts)) connections.set({ state }, count)
    },
  }
}
