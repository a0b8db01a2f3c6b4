import type { SrpServer } from '@latchkey/srp'
import type { OperationName, Requests, Responses } from '@latchkey/wire'
import type { Logger } from 'pino'
import type { ActivityStore } from './activity/activity-store.js'
import type { Briefly } from './briefly.js'
import type { Clock, Random } from './chance.js'
import type { ClientStore } from './clients/client-store.js'
import type { DeviceSearchStore } from './devices/device-search-store.js'
import type { DeviceStore } from './devices/device-store.js'
import type { EventStore } from './events/event-store.js'
import type { Place } from './events/place.js'
import type { TimelineStore } from './events/timeline-store.js'
import type { GroupStore } from './groups/group-store.js'
import type { ImportJobStore } from './imports/import-job-store.js'
import type { AccessKeyStore } from './keys/access-key-store.js'
import type { Keyring } from './keys/keyring.js'
import type { SigningKeyStore } from './keys/signing-key-store.js'
import type { AddressCountStore } from './messages/address-count-store.js'
import type { CodeStore } from './messages/code-store.js'
import type { Delivery } from './messages/delivery.js'
import type { OutboxStore } from './messages/outbox-store.js'
import type { SoftwareTokenStore } from './mfa/software-token-store.js'
import type { Grants } from './operators/operator.js'
import type { OperatorStore } from './operators/operator-store.js'
import type { PasskeyStore } from './passkeys/passkey-store.js'
import type { PoolStore } from './pools/pool-store.js'
import type { CustomSignInStore } from './sign-in/custom-sign-in-store.js'
import type { ProvedFactorStore } from './sign-in/proved-factor-store.js'
import type { SignInCodeStore } from './sign-in/sign-in-code-store.js'
import type { Metrics } from './telemetry/metrics.js'
import type { Tracing } from './telemetry/trace.js'
import type { SessionStore } from './tokens/session-store.js'
import type { TokenSigner } from './tokens/token-signer.js'
import type { Triggers } from './triggers/invoke.js'
import type { Turns } from './turns.js'
import type { AttemptStore } from './users/attempt-store.js'
import type { FormerPasswordStore } from './users/former-password-store.js'
import type { LinkedIdentityStore } from './users/linked-identity-store.js'
import type { UserSearchStore } from './users/user-search-store.js'
import type { UserStore } from './users/user-store.js'
import type { WaitingAddressStore } from './users/waiting-address-store.js'

/** The tables, each spoken to in sentences. */
export type Stores = {
  accessKeys: AccessKeyStore
  pools: PoolStore
  signingKeys: SigningKeyStore
  clients: ClientStore
  sessions: SessionStore
  codes: CodeStore
  addressCounts: AddressCountStore
  signInCodes: SignInCodeStore
  /** Of names that belong to nobody: no message carries them. */
  simulatedCodes: CodeStore
  outbox: OutboxStore
  users: UserStore
  userSearch: UserSearchStore
  attempts: AttemptStore
  linkedIdentities: LinkedIdentityStore
  groups: GroupStore
  customSignIns: CustomSignInStore
  provedFactors: ProvedFactorStore
  formerPasswords: FormerPasswordStore
  waitingAddresses: WaitingAddressStore
  softwareTokens: SoftwareTokenStore
  passkeys: PasskeyStore
  devices: DeviceStore
  deviceSearch: DeviceSearchStore
  importJobs: ImportJobStore
  /** What happened to users and their devices. */
  events: EventStore
  operators: OperatorStore
  timeline: TimelineStore
  activity: ActivityStore
}

/** Everything outside an operation that it may use. It arrives as a parameter, never as a module's global. */
export type World = {
  /** Who asks: the events of a request say so. Work that nobody asked for has NOBODY. */
  caller: Caller
  clock: Clock
  random: Random
  log: Logger
  /** What is counted. */
  metrics: Metrics
  /** Undefined where requests are not traced. */
  tracing: Tracing | undefined
  keyring: Keyring
  tokens: TokenSigner
  srp: SrpServer
  stores: Stores
  /** Asks the functions, webhooks and modules that pools name. Slow: never inside a transaction. */
  triggers: Triggers
  /** Keeps apart what must not happen at once in this process. */
  inTurn: Turns
  /** Answers again, for a while, what was dear to find out. */
  briefly: Briefly
  /**
   * Runs `work` whole or not at all, more than once where others came in between. What it throws undoes it. Keep SRP and
   * other slow work outside.
   */
  transaction<Result>(work: (stores: Stores) => Promise<Result>): Promise<Result>
  /**
   * A transaction about one user: until its end, no other such transaction about the same user runs, on any node. What reads
   * something of a user and then writes by what it read wants this one.
   */
  transactionOf<Result>(
    owner: { poolId: string; userId: string },
    work: (stores: Stores) => Promise<Result>,
  ): Promise<Result>
  /** Told when there is a file of users to be imported, or to be left. */
  imports: { wake(): void }
  /** What is in the outbox is sent by it. */
  delivery: Delivery
  /** True on a developer's own machine: codes are written to the log. */
  development: boolean
  /** About where an address is; undefined where nobody knows. */
  placeOf(address: string | undefined): Place | undefined
  /** As much of an address as is kept. */
  keptAddress(address: string | undefined): string | undefined
  /** How many days events are kept. */
  eventDays: number
  /** Where the tokens' issuers are: `https://id.example.com`. */
  publicUrl: string
}

/** Who sent a request, as far as the connection tells. */
export type Caller = {
  address: string | undefined
  userAgent: string | undefined
  requestId: string
  /** What an operator asks for. */
  operation?: OperationName
} & Partial<Identity>

/** Which operator somebody is; of users and work of the server's own there is none of it. */
export type Identity = {
  operator: string
  /** What they may. */
  grants: Grants
}

/** Of work that the server does by itself. */
export const NOBODY: Caller = { address: undefined, userAgent: undefined, requestId: 'none' }

/** An operation: a validated request in, a response out, a `Refusal` thrown. */
export type Operation<Name extends OperationName> = (
  world: World,
  request: Requests[Name],
  caller: Caller,
) => Promise<Responses[Name]>
