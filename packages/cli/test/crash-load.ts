import { setTimeout as wait } from 'node:timers/promises'
import { openPostgres, openSqlite } from '@latchkey/server'
import {
  type BrokenContract,
  call,
  claimsIn,
  Device,
  type DeviceKeys,
  type databases,
  ProtocolError,
  type Wire,
} from '@latchkey/testing'
import type { OperationName, RespondToAuthChallengeRequest } from '@latchkey/wire'
import { expect } from 'vitest'

/**
 * A load of sign-ins, confirmations, remembering and forgetting, and a ledger of what servers acknowledged of it: what was
 * asked and never answered may have happened or not, what was acknowledged has.
 */

export const POOL = 'local_Crash1'

const CLIENT = { clientId: 'crashclient', clientSecret: undefined }
const PASSWORD = 'Correct-Horse-9'

/** How many sign in at the same time, each as another user. */
const VISITORS = 4

const names = Array.from({ length: VISITORS }, (_, number) => `visitor${number}`)

/** What `serve --config` begins with. */
export const crashConfiguration = {
  pools: [
    {
      UserPoolId: POOL,
      PoolName: 'crash',
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
    },
  ],
  clients: [
    {
      UserPoolId: POOL,
      ClientId: CLIENT.clientId,
      ClientName: 'crash',
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    },
  ],
  users: names.map((Username) => ({ UserPoolId: POOL, Username, Password: PASSWORD })),
}

/** Of nodes that know of each other's tokens, wherever they listen, and that start fast. */
export const crashEnvironment = (folder: string) => ({
  LATCHKEY_PUBLIC_URL: 'http://127.0.0.1:9229',
  LATCHKEY_LOG_LEVEL: 'warn',
  NODE_COMPILE_CACHE: `${folder}/compiled`,
})

/** No server answered, or none any more: what was asked may have happened or not. */
export class NoAnswer extends Error {}

type State = 'issued' | 'not_remembered' | 'remembered' | 'forgotten'

/** States in which operators do not see a device. */
const unseen: readonly (State | undefined)[] = ['issued', 'forgotten']

/** What servers said. */
export class Ledger {
  /** By device key: whose, and every state that it may be in. One: it was acknowledged. */
  readonly devices = new Map<string, { username: string; states: Set<State> }>()
  /** Ids of sessions: sign-ins that were paid out to somebody. */
  readonly paidOut = new Set<string>()
  /** Answers to challenges of which nobody heard again. */
  unanswered: RespondToAuthChallengeRequest[] = []
  acknowledged = 0
  /** How many sign-ins were begun at one node and ended at another. */
  carriedOver = 0
  /** Of every request: how long its answer took, in milliseconds. */
  longestAnswer = 0
  faults = 0

  /** The one state that a device is in; undefined when that is not known. */
  stateOf(key: string): State | undefined {
    const states = this.devices.get(key)?.states
    return states?.size === 1 ? [...states][0] : undefined
  }

  /** How many devices are known to be in a state. */
  count(state: State): number {
    return [...this.devices.keys()].filter((key) => this.stateOf(key) === state).length
  }
}

/** The servers, of which some may be gone at any time. */
export type Nodes = {
  /** Those that accept requests, the preferred one first. */
  urls: string[]
}

export type CrashLoad = {
  ledger: Ledger
  /** Everybody signs in again and again, until no node answers or `stop` is called. */
  run(): Promise<void>
  stop(): void
  /** Resolves when that much was acknowledged, from now on, or as many faults were told. Throws what ended the load. */
  more(what: 'acknowledged' | 'faults', count: number): Promise<void>
  /** Resolves when everybody has signed in once more, from now on. Throws what ended the load. */
  signedIn(): Promise<void>
  /** Asks a node what became of everything that the ledger knows. */
  compare(url: string): Promise<void>
}

const PATIENCE_MILLISECONDS = 30_000

type LoadOptions = {
  /** 'expected': InternalErrorException is no failure of the test, but an answer that tells nothing. */
  faults?: 'expected'
  /** How long everybody waits between two steps, in milliseconds. Default: not at all. */
  pace?: number
}

export function crashLoad(nodes: Nodes, { faults, pace = 0 }: LoadOptions = {}): CrashLoad {
  const ledger = new Ledger()
  const broken: BrokenContract[] = []
  const wireTo = (send: Wire['fetch']): Wire => ({
    get url() {
      return nodes.urls[0] ?? 'http://127.0.0.1:1'
    },
    fetch: send,
    accessKey: { accessKeyId: 'local', secret: 'local' },
    now: () => new Date(),
    broken: (error) => broken.push(error),
    faultsExpected: faults === 'expected',
  })
  let stopped = false
  const visitors = names.map((name) => new Visitor(name, nodes, ledger, wireTo, faults === 'expected'))
  let failure: unknown
  const until = async (condition: () => boolean) => {
    for (const end = performance.now() + PATIENCE_MILLISECONDS; !condition(); await wait(5)) {
      if (failure) throw failure
      if (performance.now() > end) throw new Error('The load got nowhere.')
    }
  }
  const live = async () => {
    await Promise.all(visitors.map((visitor) => visitor.live(() => stopped, pace)))
    if (broken[0]) throw broken[0]
  }
  return {
    ledger,
    async run() {
      stopped = false
      await live().catch((error: unknown) => {
        failure = error
        stopped = true
      })
      if (failure) throw failure
    },
    stop() {
      stopped = true
    },
    more(what, count) {
      const enough = ledger[what] + count
      return until(() => ledger[what] >= enough)
    },
    signedIn() {
      const before = visitors.map(({ signIns }) => signIns)
      return until(() => visitors.every(({ signIns }, number) => signIns > (before[number] ?? 0)))
    },
    async compare(url) {
      await Promise.all(visitors.map((visitor) => visitor.compare(url)))
      if (broken[0]) throw broken[0]
    },
  }
}

/** Somebody who signs in on one new device after the other. */
class Visitor {
  readonly username: string
  readonly #ledger: Ledger
  readonly #wire: Wire
  readonly #sender: Sender
  readonly #faultsExpected: boolean
  signIns = 0
  /** The device that it signs in on. */
  #device: Device | undefined
  /** The answer that the latest sign-in was paid out for. */
  #spent: RespondToAuthChallengeRequest | undefined
  /** The latest device that was forgotten, with all that it knew. */
  #forgotten: DeviceKeys | undefined
  #left = 0

  constructor(
    username: string,
    nodes: Nodes,
    ledger: Ledger,
    wireTo: (send: Wire['fetch']) => Wire,
    faultsExpected: boolean,
  ) {
    this.username = username
    this.#ledger = ledger
    this.#sender = new Sender(username, nodes, ledger)
    this.#wire = wireTo((request) => this.#sender.send(request))
    this.#faultsExpected = faultsExpected
  }

  /** Goes on where it was when no node answered any more. */
  async live(stopped: () => boolean, pace: number): Promise<void> {
    this.#sender.begin()
    while (!stopped()) {
      try {
        await this.#step()
        if (pace > 0) await wait(pace)
      } catch (error) {
        if (error instanceof NoAnswer) return
        // A refusal of something that was asked before, and perhaps done: the next device is a new one.
        if (!this.#excusable(error)) throw error
        this.#device = undefined
        await wait(20)
      }
    }
  }

  #excusable(error: unknown): boolean {
    if (!(error instanceof ProtocolError)) return false
    return this.#sender.askedAgain || (this.#faultsExpected && error.code === 'InternalErrorException')
  }

  /** A new device is confirmed and remembered, proves itself, and is then forgotten, or not. */
  async #step(): Promise<void> {
    const device = this.#device
    if (!device) return this.#begin()
    if (device.tokens.AccessToken === undefined) return this.#signIn(device)
    switch (this.#ledger.stateOf(device.key)) {
      case 'not_remembered':
        return device.rememberDevice()
      case 'remembered':
        return device.walk.includes('DEVICE_PASSWORD_VERIFIER') ? this.#leave(device) : this.#prove(device)
      default:
        // Forgotten, though nobody was told: its end.
        this.#device = undefined
    }
  }

  async #begin(): Promise<void> {
    const device = new Device(this.#wire, POOL, CLIENT, 'phone')
    await this.#signIn(device)
    this.#device = device
  }

  async #prove(device: Device): Promise<void> {
    await this.#signIn(device)
    expect(device.walk).toContain('DEVICE_PASSWORD_VERIFIER')
    await this.#refuseSpent()
  }

  async #leave(device: Device): Promise<void> {
    this.#left += 1
    this.#device = undefined
    if (this.#left % 4 === 3) return
    if (this.#left % 4 === 0) return device.doNotRemember()
    const keys = device.keys
    await device.forgetDevice()
    this.#forgotten = keys
  }

  async #signIn(device: Device): Promise<void> {
    this.#sender.begin()
    await device.signIn({ username: this.username, password: PASSWORD })
    this.signIns += 1
    const answers = device.calls.filter(({ operation }) => operation === 'RespondToAuthChallenge')
    this.#spent = answers.at(-1)?.request as RespondToAuthChallengeRequest
  }

  /** What was paid out is not paid out again. */
  async #refuseSpent(): Promise<void> {
    if (!this.#spent) return
    const again = await attempt(call(this.#wire, 'RespondToAuthChallenge', this.#spent))
    if (again instanceof ProtocolError && again.code === 'InternalErrorException') throw again
    expect(again).toMatchObject({ code: 'NotAuthorizedException' })
  }

  async compare(url: string): Promise<void> {
    const wire: Wire = { ...this.#wire, url, fetch: (request) => fetch(request) }
    await this.#compareDevices(wire)
    await this.#refuseSpent()
    await this.#redeemUnanswered()
    await this.#forgottenIsGone()
  }

  async #compareDevices(wire: Wire): Promise<void> {
    const listed = await listDevices(wire, this.username)
    const mine = [...this.#ledger.devices].filter(([, { username }]) => username === this.username)
    for (const [key, { states }] of mine) {
      const state = listed.get(key)
      if (state === undefined)
        expect(unseen, key).toEqual(expect.arrayContaining([[...states].find(isUnseen)]))
      else expect([...states], key).toContain(state)
      // What it was found to be it stays.
      for (const other of states)
        if (other !== state && !(state === undefined && isUnseen(other))) states.delete(other)
    }
    const known = new Set(mine.map(([key]) => key))
    expect([...listed.keys()].filter((key) => !known.has(key))).toEqual([])
  }

  /** Of answers that were lost, one of two that are sent again may be paid out; both when it was paid out to nobody. */
  async #redeemUnanswered(): Promise<void> {
    const mine = this.#ledger.unanswered.filter(
      ({ ChallengeResponses }) => ChallengeResponses?.USERNAME === this.username,
    )
    this.#ledger.unanswered = this.#ledger.unanswered.filter((answer) => !mine.includes(answer))
    for (const answer of mine) {
      const both = await Promise.all(
        [1, 2].map(() => attempt(call(this.#wire, 'RespondToAuthChallenge', answer))),
      )
      const payouts = both.filter((one) => !(one instanceof Error) && one.AuthenticationResult !== undefined)
      expect(payouts.length).toBeLessThanOrEqual(1)
      const refusals = both.flatMap((one) => (one instanceof ProtocolError ? [one.code] : []))
      for (const code of refusals) expect(code).toBe('NotAuthorizedException')
    }
  }

  /** A sign-in that shows a forgotten device is told that there is none. */
  async #forgottenIsGone(): Promise<void> {
    if (!this.#forgotten) return
    const device = new Device(this.#wire, POOL, CLIENT, 'phone')
    device.storage.set(this.username, this.#forgotten)
    await device.signIn({ username: this.username, password: PASSWORD })
    expect(device.walk).not.toContain('DEVICE_SRP_AUTH')
    expect(device.kept?.deviceKey).not.toBe(this.#forgotten.deviceKey)
  }
}

const isUnseen = (state: State) => unseen.includes(state)

const attempt = <Result>(asked: Promise<Result>): Promise<Result | ProtocolError> =>
  asked.catch((error) => {
    if (error instanceof ProtocolError) return error
    throw error
  })

async function listDevices(wire: Wire, username: string): Promise<Map<string, State>> {
  const states = new Map<string, State>()
  let PaginationToken: string | undefined
  do {
    const page = await call(wire, 'AdminListDevices', {
      UserPoolId: POOL,
      Username: username,
      Limit: 60,
      PaginationToken,
    })
    for (const { DeviceKey = '', DeviceAttributes = [] } of page.Devices ?? []) {
      const status = DeviceAttributes.find(({ Name }) => Name === 'dev:device_remembered_status')?.Value
      states.set(DeviceKey, status as State)
    }
    PaginationToken = page.PaginationToken
  } while (PaginationToken !== undefined)
  return states
}

/** Sends requests to the nodes that there are, and writes into the ledger what is asked and what is answered. */
class Sender {
  /** The request was sent to a node that is gone, and may have been served by it. */
  askedAgain = false
  readonly #username: string
  readonly #nodes: Nodes
  readonly #ledger: Ledger
  /** Which nodes answered in this sign-in. */
  #answeredBy = new Set<string>()

  constructor(username: string, nodes: Nodes, ledger: Ledger) {
    this.#username = username
    this.#nodes = nodes
    this.#ledger = ledger
  }

  /** A sign-in begins. */
  begin(): void {
    this.#answeredBy = new Set()
    this.askedAgain = false
  }

  async send(request: Request): Promise<Response> {
    const operation = request.headers.get('x-amz-target')?.split('.')[1] as OperationName
    const text = await request.text()
    const body = JSON.parse(text)
    const { change, taken } = this.#asked(operation, body)
    const started = performance.now()
    const response = await this.#sendSomewhere(request, text).catch((error) => {
      if (operation === 'RespondToAuthChallenge') this.#ledger.unanswered.push(body)
      throw error
    })
    this.#ledger.longestAnswer = Math.max(this.#ledger.longestAnswer, performance.now() - started)
    const answer = await response.clone().json()
    if (response.status >= 500) this.#fault(operation, body, response, answer)
    else if (response.ok) this.#answered(operation, answer, change)
    // It was refused, and nobody else was asked: nothing happened.
    else if (change && taken && !this.askedAgain) this.#device(change.key).delete(change.state)
    return response
  }

  /** Before it is sent: from now on the device may be in that state. */
  #asked(operation: OperationName, body: { DeviceKey?: string; DeviceRememberedStatus?: State }) {
    const state = stateAfter(operation, body.DeviceRememberedStatus)
    if (state === undefined || body.DeviceKey === undefined) return { change: undefined, taken: false }
    const states = this.#device(body.DeviceKey)
    const taken = !states.has(state)
    states.add(state)
    return { change: { key: body.DeviceKey, state }, taken }
  }

  #device(key: string): Set<State> {
    const known = this.#ledger.devices.get(key)
    if (known) return known.states
    const states = new Set<State>()
    this.#ledger.devices.set(key, { username: this.#username, states })
    return states
  }

  #answered(
    operation: OperationName,
    answer: { AuthenticationResult?: { AccessToken?: string; NewDeviceMetadata?: { DeviceKey?: string } } },
    change: { key: string; state: State } | undefined,
  ): void {
    this.#ledger.acknowledged += 1
    if (change) {
      const states = this.#device(change.key)
      states.clear()
      states.add(change.state)
    }
    const result = operation === 'RespondToAuthChallenge' ? answer.AuthenticationResult : undefined
    if (!result) return
    const sessionId = String(claimsIn(result.AccessToken).event_id)
    expect(this.#ledger.paidOut, 'a sign-in is paid out once').not.toContain(sessionId)
    this.#ledger.paidOut.add(sessionId)
    if (this.#answeredBy.size > 1) this.#ledger.carriedOver += 1
    const { DeviceKey } = result.NewDeviceMetadata ?? {}
    if (DeviceKey !== undefined) this.#device(DeviceKey).add('issued')
  }

  /** A fault of the server tells nothing of what happened, but it is told as the protocol tells it. */
  #fault(operation: OperationName, body: RespondToAuthChallengeRequest, response: Response, answer: object) {
    this.#ledger.faults += 1
    if (operation === 'RespondToAuthChallenge') this.#ledger.unanswered.push(body)
    expect(answer).toEqual({ __type: 'InternalErrorException', message: expect.any(String) })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-errortype': 'InternalErrorException:',
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  }

  async #sendSomewhere(request: Request, body: string): Promise<Response> {
    for (const url of [...this.#nodes.urls]) {
      try {
        const response = await fetch(`${url}/`, { method: 'POST', headers: request.headers, body })
        const whole = new Response(await response.text(), response)
        this.#answeredBy.add(url)
        return whole
      } catch (error) {
        // Another node is asked, as a load balancer does.
        this.askedAgain ||= !(error instanceof Error && isRefusedConnection(error))
      }
    }
    throw new NoAnswer('No node answers.')
  }
}

/** Nobody listens there, so nobody can have done what was asked. */
const isRefusedConnection = ({ cause }: Error) =>
  cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED'

function stateAfter(operation: OperationName, status: State | undefined): State | undefined {
  switch (operation) {
    case 'ConfirmDevice':
      return 'not_remembered'
    case 'UpdateDeviceStatus':
      return status
    case 'ForgetDevice':
      return 'forgotten'
    default:
      return undefined
  }
}

/** Looks into the database behind the servers, which need not run: is all there that was acknowledged, and whole? */
export async function inspect(
  place: { kind: (typeof databases)[number]; at: string },
  ledger: Ledger,
): Promise<void> {
  const db = await (place.kind === 'sqlite' ? openSqlite(place.at) : openPostgres({ url: place.at }))
  try {
    const sessions = await db.selectFrom('sessions').select(['session_id', 'device_key']).execute()
    const devices = await db.selectFrom('devices').selectAll().execute()
    const tokens = await db.selectFrom('refresh_tokens').select('session_id').execute()
    const sessionIds = new Set(sessions.map((session) => session.session_id))
    expect([...ledger.paidOut].filter((id) => !sessionIds.has(id))).toEqual([])
    // A session without its refresh token, or a device that no sign-in issued, would be half of a payout.
    expect(new Set(tokens.map((token) => token.session_id))).toEqual(sessionIds)
    const ofSessions = new Set(sessions.map((session) => session.device_key))
    expect(new Set(devices.map((device) => device.device_key))).toEqual(ofSessions)
    for (const device of devices) {
      const known = ledger.devices.get(device.device_key)
      // Only one whose sign-in was never answered is unknown.
      expect(known ? [...known.states] : ['issued'], device.device_key).toContain(device.state)
      const isTracked = !isUnseen(device.state as State)
      expect([device.srp_salt !== null, device.sealed_srp_verifier !== null]).toEqual([isTracked, isTracked])
      expect(device.forgotten_at !== null).toBe(device.state === 'forgotten')
    }
    expect(
      [...ledger.devices.keys()].filter((key) => !devices.some((row) => row.device_key === key)),
    ).toEqual([])
  } finally {
    await db.destroy()
  }
}
