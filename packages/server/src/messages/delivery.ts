import type { World } from '../operation.js'
import type { Pool } from '../pools/pool.js'
import { type Carrier, type Carriers, DeliveryFailure } from './carrier.js'
import { customSenderCarrier, sendsItself } from './custom-sender.js'
import { withDeadline } from './deadline.js'
import type { Medium } from './message.js'
import { LEASE_MILLISECONDS, type MessageState, MOST_ATTEMPTS, waitAfter } from './outbox.js'
import type { Claimed } from './outbox-store.js'

/** Sends what is in the outbox. */
export type Delivery = {
  /** The state in which a new message enters the outbox. */
  firstState(medium: Medium): MessageState
  /** Looks into the outbox soon; call it once a transaction that wrote to it is through. It costs nothing. */
  wake(): void
  /** Resolves when nothing is being sent, and nothing was due any more. */
  idle(): Promise<void>
}

const MEDIA: Medium[] = ['EMAIL', 'SMS']

/** How many messages of one medium are on their way at once: one carrier that hangs does not hold up the other. */
const LANES = 4

/** For what is due again, and for what another server wrote. */
const LOOK_EVERY_MILLISECONDS = 5000

const MOST_MILLISECONDS = 60_000
const PATIENCE_AT_STOP_MILLISECONDS = 5000

/**
 * A worker. It belongs to one server; several servers on one database may each have one, since a message is taken by
 * one conditional statement.
 */
export function makeDelivery(
  carriers: Carriers,
  development: boolean,
): Delivery & { start(world: World): void; stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let lanes: ReturnType<typeof makeLanes>[] = []

  const wake = () => {
    for (const lane of lanes) lane.wake()
  }

  const idle = async () => {
    while (running.size > 0) await Promise.all(running)
  }

  return {
    firstState: (medium) => (development && !carriers[medium] ? 'kept' : 'waiting'),
    wake,
    idle,

    start(world) {
      lanes = MEDIA.map((medium) => {
        const poolLanes = makePoolLanes(running, wake, world)
        const way = { carriers, poolLanes, signal: stopping.signal }
        return makeLanes(running, () => sendOne(world, medium, way), world)
      })
      timer = setInterval(() => hasten(world).finally(wake), LOOK_EVERY_MILLISECONDS).unref()
      wake()
    },

    /** What is on its way may arrive; what takes longer is given up, and is due again later. */
    async stop() {
      clearInterval(timer)
      for (const lane of lanes) lane.close()
      const patience = setTimeout(() => stopping.abort(), PATIENCE_AT_STOP_MILLISECONDS)
      await idle()
      clearTimeout(patience)
    },
  }
}

async function hasten({ stores, clock, log }: World): Promise<void> {
  try {
    for (const medium of MEDIA) await stores.outbox.hasten(medium, clock.now())
  } catch (error) {
    log.error({ err: error }, 'the outbox could not be read')
  }
}

/** Up to `LANES` at once that each send one message after the other, until there is none that is due. */
function makeLanes(
  running: Set<Promise<void>>,
  sendNext: () => Promise<boolean>,
  { log }: Pick<World, 'log'>,
) {
  let open = true
  let busy = 0
  let wokenMeanwhile = false

  async function lane(): Promise<void> {
    try {
      do {
        wokenMeanwhile = false
        while (open && (await sendNext())) wake()
      } while (open && wokenMeanwhile)
    } catch (error) {
      log.error({ err: error }, 'the outbox could not be read')
    }
  }

  function wake(): void {
    wokenMeanwhile = true
    if (!open || busy >= LANES) return
    busy += 1
    const ended: Promise<void> = lane().finally(() => {
      busy -= 1
      running.delete(ended)
    })
    running.add(ended)
  }

  return {
    wake,
    close() {
      open = false
    },
  }
}

/**
 * Up to `LANES` at once for each pool whose own function sends its messages. They take none of the server's lanes: the
 * function of one pool may hang, and the messages of all others would wait for it.
 */
function makePoolLanes(running: Set<Promise<void>>, wake: () => void, { log }: Pick<World, 'log'>) {
  const busy = new Map<string, number>()
  const count = (poolId: string, change: number) => {
    const sending = (busy.get(poolId) ?? 0) + change
    if (sending > 0) busy.set(poolId, sending)
    else busy.delete(poolId)
  }
  return {
    full: () => [...busy].flatMap(([poolId, sending]) => (sending >= LANES ? [poolId] : [])),
    take(poolId: string, sending: Promise<void>): void {
      count(poolId, 1)
      const ended: Promise<void> = sending
        .catch((error) => log.error({ err: error }, 'the outbox could not be written'))
        .finally(() => {
          count(poolId, -1)
          running.delete(ended)
          wake()
        })
      running.add(ended)
    },
  }
}

/** How messages of one medium leave the house. */
type Way = { carriers: Carriers; poolLanes: ReturnType<typeof makePoolLanes>; signal: AbortSignal }

/** Sends the message that is due for longest. False when there is none. */
async function sendOne(world: World, medium: Medium, way: Way): Promise<boolean> {
  const now = world.clock.now()
  const leaseUntil = new Date(now.getTime() + LEASE_MILLISECONDS)
  const claimed = await world.stores.outbox.claim(medium, now, leaseUntil, way.poolLanes.full())
  if (!claimed) return false
  const pool = await world.stores.pools.find(claimed.poolId)
  const sending = attempt(world, claimed, pool, way).then((failure) => settle(world, claimed, failure))
  if (pool && sendsItself(pool, medium)) way.poolLanes.take(pool.poolId, sending)
  else await sending
  return true
}

/** What went wrong; undefined when the message was taken over. */
async function attempt(
  world: World,
  claimed: Claimed,
  pool: Pool | undefined,
  { carriers, signal }: Way,
): Promise<DeliveryFailure | undefined> {
  if (await isOver(world, claimed))
    return new DeliveryFailure('What it says was no longer good before it could be sent.', { final: true })
  try {
    if (!pool) return new DeliveryFailure('The pool is gone.', { final: true })
    const carrier = carrierFor(world, pool, claimed.message.medium, carriers)
    await withDeadline(signal, MOST_MILLISECONDS, (either) =>
      Promise.race([carrier.carry(claimed, pool.sender, either), aborted(either)]),
    )
    return undefined
  } catch (error) {
    if (error instanceof DeliveryFailure) return error
    world.log.error({ err: error, messageId: claimed.messageId }, 'a message could not be sent')
    return new DeliveryFailure('It failed for a reason that the log tells.')
  }
}

/** A code that was spent, or replaced by a newer one, would only mislead. */
async function isOver({ clock, stores }: World, claimed: Claimed): Promise<boolean> {
  const now = clock.now()
  const { expiresAt, cause } = claimed
  if (expiresAt && expiresAt <= now) return true
  if (cause?.use === undefined || cause.secret === undefined) return false
  return !(await stores.codes.stands(claimed, cause.use, cause.secret, now))
}

/** Who sends for a pool. */
function carrierFor(world: World, pool: Pool, medium: Medium, carriers: Carriers): Carrier {
  if (sendsItself(pool, medium)) return customSenderCarrier(world, pool)
  const carrier = carriers[medium]
  if (carrier) return carrier
  const setting = medium === 'EMAIL' ? 'LATCHKEY_SMTP_URL' : 'LATCHKEY_SMS_WEBHOOK_URL'
  throw new DeliveryFailure(`Nothing sends ${medium === 'EMAIL' ? 'e-mail' : 'SMS'}: ${setting} is not set.`)
}

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    const give = () => reject(new DeliveryFailure('It took too long, or the server was stopped.'))
    if (signal.aborted) give()
    else signal.addEventListener('abort', give, { once: true })
  })

async function settle(
  { stores: { outbox }, clock, log, metrics, development }: World,
  claimed: Claimed,
  failure: DeliveryFailure | undefined,
): Promise<void> {
  const at = clock.now()
  const { messageId, poolId, attempt } = claimed
  const { medium } = claimed.message
  const facts = { messageId, poolId, medium, attempt }
  if (!failure) {
    await outbox.finish(claimed, { state: 'sent', at, keepContent: development })
    metrics.messageEnded(medium, 'sent')
    log.info(facts, 'message sent')
  } else if (failure.final || attempt >= MOST_ATTEMPTS) {
    await outbox.finish(claimed, { state: 'dead', at, error: failure.message, keepContent: development })
    metrics.messageEnded(medium, 'dead')
    log.warn({ ...facts, reason: failure.message }, 'message given up')
  } else {
    await outbox.postpone(claimed, new Date(at.getTime() + waitAfter(attempt)), failure.message)
    metrics.messageEnded(medium, 'postponed')
    log.warn({ ...facts, reason: failure.message }, 'message not sent yet')
  }
}
