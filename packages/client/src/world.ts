import type { Engine } from '@latchkey/srp'
import type { PoolConfiguration } from './configuration.js'
import type { DeviceVault } from './devices/device-vault.js'
import type { SafeStorage } from './storage/safe-storage.js'
import type { Session } from './tokens/session.js'
import type { ClientMetadata } from './types.js'

/** What everything in this library works on: one configured app. Passed on, never reached for. */
export type World = {
  readonly pool: PoolConfiguration
  /** Tokens and device keys. */
  storage: SafeStorage
  /** Where secrets of devices can be kept that nobody can copy; undefined where the platform has no such place. */
  readonly vault: DeviceVault | undefined
  /** Whether they are kept there, or in the open as aws-amplify keeps them. */
  readonly secrets: 'wrapped' | 'plain'
  /** The arithmetic of the proofs. */
  readonly engine: () => Promise<Engine>
  /** What the app calls new devices; undefined where that is left to the library. */
  readonly deviceName: (() => string) | undefined
  /** Headers of the app's own, for every request. */
  readonly headers: () => Promise<Record<string, string>>
  /** What a refresh tells the server's triggers. */
  clientMetadata?: () => Promise<ClientMetadata>
  /** Milliseconds for a call of this library, with all its requests and retries. */
  readonly deadline: number
  /** In the browser's place: the keys of the device are not here, but the token tells which device it is. */
  readonly onServer: boolean
  /** The refresh that is on its way in this tab, and of which access token. */
  refreshing?: { readonly seen: string; readonly session: Promise<Session | undefined> } | undefined
  /** The registration of a new device that is on its way. */
  tracking?: Promise<void> | undefined
  /** When the last look for one was over. */
  trackedAt?: number
}

/** What every function takes beside its input. */
export type CallOptions = {
  /** Ends the call: it rejects with the signal's reason. What the server has done already stays done. */
  signal?: AbortSignal
  /** Milliseconds for the whole call, its retries included. Default: 30,000, or what `configure` says. */
  deadline?: number
}
