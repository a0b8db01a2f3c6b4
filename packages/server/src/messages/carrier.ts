import type { Sender } from '../pools/pool.js'
import type { Medium } from './message.js'
import type { Letter } from './outbox.js'

/** Takes messages of one medium out of the house. */
export type Carrier = {
  /**
   * Resolves when somebody took the message over. Rejects with a `DeliveryFailure`, or with anything else when a later
   * attempt may succeed. The letter has the same `messageId` at every attempt.
   * @param signal the server is being stopped, or the attempt takes too long.
   */
  carry(letter: Letter, sender: Sender, signal: AbortSignal): Promise<void>
}

export type Carriers = Partial<Record<Medium, Carrier>>

/**
 * A message was not taken over. The sentence is kept and shown to operators: it holds nothing of the message, and
 * nothing that the other side wrote.
 */
export class DeliveryFailure extends Error {
  override readonly name = 'DeliveryFailure'
  /** True when no later attempt can succeed. */
  readonly final: boolean

  constructor(sentence: string, { final = false }: { final?: boolean } = {}) {
    super(sentence)
    this.final = final
  }
}
