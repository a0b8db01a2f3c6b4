import type { Clock, Random } from '../chance.js'
import { webhookHeaders } from '../keys/webhook-signature.js'
import { isFields } from './answer.js'
import { encryptCode } from './encrypt-code.js'
import type { Event } from './event.js'
import { type Posted, post } from './post.js'
import { TARGET_RULE, type Target, targetOf } from './target.js'

/** A trigger that runs in this process: it is given the event, and gives it back with its `response` filled in. */
export type TriggerModule = (event: unknown) => unknown

export type TriggerSettings = {
  /**
   * Where functions are invoked: `http://127.0.0.1:3001`. With a path it is used as it is. `{function}` stands for the
   * name of the function.
   */
  lambdaEndpoint?: string | undefined
  /** The key in the secret that webhooks are signed with: 24 to 64 bytes. */
  webhookKey?: Uint8Array | undefined
  /** By the names that the configuration file gives them. */
  modules?: Readonly<Record<string, TriggerModule>> | undefined
  /** How long one attempt may take. Default: five seconds, as in Cognito. */
  attemptMilliseconds?: number | undefined
}

export type Invoked =
  | { outcome: 'answered'; answer: unknown }
  /** The function said no, in words for the user. */
  | { outcome: 'refused'; message: string }
  | { outcome: 'nonsense'; why: string }
  /** `again`: another attempt may find it. */
  | { outcome: 'unreachable'; why: string; again: boolean }
  | { outcome: 'timed out' }

export type Triggers = {
  /** What is wrong with a target; undefined when it can be asked. */
  fault(target: string): string | undefined
  /**
   * Asks a target once, and once more when it did not answer at all. Never throws.
   * @param id tells webhooks that it is the same event again; default: one of its own.
   * @param headers what whoever is asked by HTTP is sent beside.
   */
  invoke(target: string, event: Event, id?: string, headers?: Record<string, string>): Promise<Invoked>
  /** Encrypts a code for whoever has the secret of the triggers. Throws when there is none. */
  encrypt(code: string): Promise<string>
  /** Whether codes can be encrypted. */
  readonly encrypts: boolean
}

const ATTEMPT_MILLISECONDS = 5000

/** Source: AWS Lambda quotas, "Invocation payload", is 6 MB; no event of a user pool comes near one. */
const LARGEST_ANSWER = 1024 * 1024

const INVOCATIONS = '/2015-03-31/functions/{function}/invocations'

export function makeTriggers(
  settings: TriggerSettings,
  chance: { clock: Clock; random: Pick<Random, 'uuid'> },
): Triggers {
  const milliseconds = settings.attemptMilliseconds ?? ATTEMPT_MILLISECONDS

  function attemptsAt(
    target: Target,
    event: Event,
    id: string,
    beside: Record<string, string>,
  ): () => Promise<Invoked> {
    const body = JSON.stringify(event)
    const json = { ...beside, 'content-type': 'application/json', 'accept-encoding': 'identity' }
    const sent = { body, milliseconds, largestAnswer: LARGEST_ANSWER }
    if (target.kind === 'module') {
      const run = Object.hasOwn(settings.modules ?? {}, target.name) && settings.modules?.[target.name]
      return run
        ? () => runModule(run, body, milliseconds)
        : unreachable(`the configuration file names no module ${target.name}`)
    }
    if (target.kind === 'function') {
      const { lambdaEndpoint } = settings
      if (lambdaEndpoint === undefined) return unreachable('LATCHKEY_LAMBDA_ENDPOINT is not set')
      const url = invocationUrl(lambdaEndpoint, target.name)
      return async () => outcomeOf(await post({ url, headers: json, ...sent }))
    }
    const { webhookKey } = settings
    if (webhookKey === undefined) return unreachable('LATCHKEY_TRIGGER_SECRET is not set')
    return async () => {
      const signature = webhookHeaders(webhookKey, id, chance.clock.now(), body)
      return outcomeOf(await post({ url: target.url, headers: { ...json, ...signature }, ...sent }))
    }
  }

  return {
    encrypts: settings.webhookKey !== undefined,

    async encrypt(code) {
      if (!settings.webhookKey)
        throw new Error('Codes are encrypted with LATCHKEY_TRIGGER_SECRET, which is not set.')
      return encryptCode(settings.webhookKey, code)
    },

    fault(text) {
      const target = targetOf(text)
      if (!target) return TARGET_RULE
      if (target.kind === 'module' && !Object.hasOwn(settings.modules ?? {}, target.name))
        return `the configuration file names no module ${target.name}`
      if (target.kind === 'function' && settings.lambdaEndpoint === undefined)
        return 'functions are invoked at LATCHKEY_LAMBDA_ENDPOINT, which is not set'
      if (target.kind === 'webhook' && settings.webhookKey === undefined)
        return 'webhooks are signed with LATCHKEY_TRIGGER_SECRET, which is not set'
      return undefined
    },

    async invoke(text, event, id = `evt_${chance.random.uuid()}`, beside = {}) {
      const target = targetOf(text)
      if (!target) return { outcome: 'unreachable', why: TARGET_RULE, again: false }
      const attempt = attemptsAt(target, event, id, beside)
      const first = await attempt()
      const again = first.outcome === 'timed out' || (first.outcome === 'unreachable' && first.again)
      return again ? attempt() : first
    },
  }
}

const unreachable = (why: string) => async (): Promise<Invoked> => ({
  outcome: 'unreachable',
  why,
  again: false,
})

/** With a path it is used as it is: the runtime interface emulator calls every function `function`. */
export function invocationUrl(endpoint: string, name: string): string {
  const withPath = /^https?:\/\/[^/]+\/./.test(endpoint)
    ? endpoint
    : endpoint.replace(/\/$/, '') + INVOCATIONS
  return withPath.replaceAll('{function}', name)
}

/**
 * A function that failed, and a webhook that says no, answer `{"errorMessage": "…"}`. Lambda tells it by a header too;
 * its runtime interface emulator by the body alone; a webhook may by a status from 400 to 499.
 * Source: API reference of AWS Lambda, Invoke.
 */
function outcomeOf(posted: Posted): Invoked {
  if (posted.outcome !== 'answered') return ofFailure(posted)
  const { status, headers } = posted
  const answer = parse(posted.text)
  const message = errorMessageOf(answer)
  const ok = status >= 200 && status < 300
  if (ok && headers.has('x-amz-function-error')) return { outcome: 'refused', message: message ?? UNHANDLED }
  if (message !== undefined && (ok || (status >= 400 && status < 500))) return { outcome: 'refused', message }
  if (!ok) return { outcome: 'unreachable', why: `status ${status}`, again: status >= 500 || status === 429 }
  return answer === undefined ? notJson : { outcome: 'answered', answer }
}

const notJson: Invoked = { outcome: 'nonsense', why: 'it is not JSON' }

function ofFailure(posted: Exclude<Posted, { outcome: 'answered' }>): Invoked {
  switch (posted.outcome) {
    case 'too large':
      return { outcome: 'nonsense', why: `it is over ${LARGEST_ANSWER} bytes` }
    case 'timed out':
      return { outcome: 'timed out' }
    case 'unreachable':
      return { ...posted, again: true }
  }
}

/** Undefined when it is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const LONGEST_MESSAGE = 1000

/** What AWS Lambda calls an error that says nothing of itself. */
const UNHANDLED = 'Unhandled'

/** Of an answer that is no event. */
function errorMessageOf(answer: unknown): string | undefined {
  const message = isFields(answer) && answer.response === undefined ? answer.errorMessage : undefined
  return typeof message === 'string' ? message.slice(0, LONGEST_MESSAGE) : undefined
}

/**
 * A module is given a copy of the event and its answer is copied too: nothing that it keeps or changes later is ours.
 * One that never ends its turn of the event loop holds up the server, and no clock of ours can end it.
 */
async function runModule(run: TriggerModule, body: string, milliseconds: number): Promise<Invoked> {
  const late = Symbol('late')
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<typeof late>((resolve) => {
    timer = setTimeout(resolve, milliseconds, late)
  })
  try {
    const answer = await Promise.race([Promise.resolve(JSON.parse(body)).then(run), patience])
    return answer === late ? { outcome: 'timed out' } : copied(answer)
  } catch (error) {
    // Anything can be thrown, also what cannot be made a text.
    const thrown: unknown = error instanceof Error ? error.message : error
    const message = typeof thrown === 'string' ? thrown : UNHANDLED
    return { outcome: 'refused', message: message.slice(0, LONGEST_MESSAGE) }
  } finally {
    clearTimeout(timer)
  }
}

function copied(answer: unknown): Invoked {
  try {
    const text = JSON.stringify(answer)
    return { outcome: 'answered', answer: text === undefined ? null : JSON.parse(text) }
  } catch {
    return notJson
  }
}
