import { EVENT_DAYS } from './events/event.js'
import {
  type AddressPolicy,
  addressPolicies,
  type TrustedProxies,
  trustedProxies,
} from './http/client-address.js'
import { type TracingSettings, tracingSettingsOf } from './telemetry/tracing-settings.js'
import type { MetricsAddress } from './watcher.js'

/** What options and environment say of how a node is run: its stop, its proxies, its metrics, its record. */

export type RunningSettings = {
  drain: DrainSettings
  trusted: TrustedProxies
  /** Where metrics are told; undefined: nowhere, and nothing is counted. */
  metrics: MetricsAddress | undefined
  /** Undefined: requests are not traced. */
  tracing: TracingSettings | undefined
  /** How much of an address is kept. */
  addresses: AddressPolicy
  /** How many days events are kept. */
  eventDays: number
}

/** What the command line says goes before what the environment says. */
export type RunningOptions = { metricsHost?: string | undefined; metricsPort?: number | undefined }

export type DrainSettings = {
  /** How long requests are served after the node said that it wants no more of them. */
  graceMilliseconds: number
  /** How long after the signal whatever still runs is cut off. */
  deadlineMilliseconds: number
}

/** Throws an Error that names the variable, and what it must be. */
export function runningSettingsOf(
  options: RunningOptions,
  env: NodeJS.ProcessEnv,
  development: boolean,
): RunningSettings {
  return {
    drain: drainOf(env, development),
    trusted: proxiesOf(env),
    metrics: metricsAddressOf(options, env),
    tracing: tracingSettingsOf(env),
    addresses: addressesOf(env),
    eventDays: eventDaysOf(env),
  }
}

function addressesOf({ LATCHKEY_ADDRESSES: text = 'full' }: NodeJS.ProcessEnv): AddressPolicy {
  const policy = addressPolicies.find((known) => known === text)
  if (policy) return policy
  throw new Error(
    `LATCHKEY_ADDRESSES must be one of ${addressPolicies.join(', ')}; it is ${JSON.stringify(text)}.`,
  )
}

const MOST_EVENT_DAYS = 3650

/** Never none: a record that a setting switches off is none that anybody can rely on. */
function eventDaysOf({ LATCHKEY_EVENT_DAYS: text }: NodeJS.ProcessEnv): number {
  if (text === undefined) return EVENT_DAYS
  const days = Number(text)
  if (/^[1-9]\d{0,3}$/.test(text) && days <= MOST_EVENT_DAYS) return days
  throw new Error(
    `LATCHKEY_EVENT_DAYS must be a number of days from 1 to ${MOST_EVENT_DAYS}; it is ${JSON.stringify(text)}.`,
  )
}

function metricsAddressOf(
  { metricsHost, metricsPort }: RunningOptions,
  { LATCHKEY_METRICS_HOST, LATCHKEY_METRICS_PORT }: NodeJS.ProcessEnv,
): MetricsAddress | undefined {
  const port = metricsPort ?? portOf(LATCHKEY_METRICS_PORT)
  const host = metricsHost ?? (LATCHKEY_METRICS_HOST || '127.0.0.1')
  return port === undefined ? undefined : { host, port }
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new Error(`LATCHKEY_METRICS_PORT must be a port, 0 to 65535; it is ${JSON.stringify(text)}.`)
}

const DEADLINE_SECONDS = 10
/** Nobody balances the load of a developer's machine, and Ctrl-C is to be obeyed at once. */
const GRACE_SECONDS = { production: 5, development: 0 }

function drainOf(env: NodeJS.ProcessEnv, development: boolean): DrainSettings {
  const deadline = secondsOf(env, 'LATCHKEY_DRAIN_SECONDS') ?? DEADLINE_SECONDS
  const usual = development ? GRACE_SECONDS.development : GRACE_SECONDS.production
  const grace = secondsOf(env, 'LATCHKEY_DRAIN_GRACE_SECONDS') ?? Math.min(usual, deadline / 2)
  if (grace > deadline)
    throw new Error(
      'LATCHKEY_DRAIN_GRACE_SECONDS is a part of LATCHKEY_DRAIN_SECONDS: it must not be longer.',
    )
  return { graceMilliseconds: grace * 1000, deadlineMilliseconds: deadline * 1000 }
}

const MOST_SECONDS = 3600

function secondsOf(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name]
  if (text === undefined) return undefined
  const seconds = Number(text)
  if (/^\d{1,4}(?:\.\d{1,3})?$/.test(text) && seconds <= MOST_SECONDS) return seconds
  throw new Error(
    `${name} must be a number of seconds from 0 to ${MOST_SECONDS}; it is ${JSON.stringify(text)}.`,
  )
}

function proxiesOf({ LATCHKEY_TRUSTED_PROXIES: text = '' }: NodeJS.ProcessEnv): TrustedProxies {
  try {
    return trustedProxies(text)
  } catch (error) {
    throw new Error(`LATCHKEY_TRUSTED_PROXIES: ${error instanceof Error ? error.message : String(error)}`)
  }
}
