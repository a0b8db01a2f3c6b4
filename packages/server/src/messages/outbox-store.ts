import { sql } from 'kysely'
import { isPostgres } from '../database/dialect.js'
import type { Database, Tables } from '../database/schema.js'
import type { Keyring } from '../keys/keyring.js'
import { MOST_SKEW_MILLISECONDS } from '../keys/skew.js'
import type { Medium, Message, Occasion } from './message.js'
import { type Cause, type Letter, longestWait, type MessageState, MOST_ATTEMPTS } from './outbox.js'

export type OutboxStore = ReturnType<typeof outboxStore>

type Row = Tables['messages']

/** What is sealed of a message. */
type Content = Message & { cause?: Cause }

/** A message that one sender has for a while. */
export type Claimed = Letter & {
  /** The number of this attempt, from 1. It is the sender's claim: a later attempt has another number. */
  readonly attempt: number
  readonly expiresAt: Date | undefined
}

/** A message as operators see it. */
export type ListedMessage = {
  poolId: string
  userId: string
  messageId: string
  medium: Medium
  occasion: string | undefined
  state: MessageState
  createdAt: Date
  attempts: number
  finishedAt: Date | undefined
  /** When it is tried next, where it waits. */
  nextAttemptAt: Date | undefined
  lastError: string | undefined
  /** Undefined where it does not open. The body is empty where it was dropped. */
  message: Message | undefined
  /** The code, or the temporary password, that it carries; undefined where that is not known any more. */
  secret: string | undefined
}

/** Written out: a plan for any state could not use the index of those that wait. */
const WAITING = sql.lit('waiting')

const context = (poolId: string, messageId: string) => `message ${poolId} ${messageId}`

/** Messages to users, written in the same transaction as their cause; their contents are sealed. */
export function outboxStore(db: Database, keyring: Keyring) {
  const sealed = (poolId: string, messageId: string, content: Content) =>
    keyring.seal(context(poolId, messageId), JSON.stringify(content))

  const contentOf = (row: Row): Content | undefined => {
    const content = keyring.open(context(row.pool_id, row.message_id), row.sealed_content)
    return content && (JSON.parse(content.toString()) as Content)
  }

  const requireContent = (row: Row): Content => {
    const content = contentOf(row)
    if (!content) throw new Error('A message does not open with this master key.')
    return content
  }

  const ofRow = (row: Pick<Row, 'pool_id' | 'user_id' | 'message_id'>) =>
    db
      .updateTable('messages')
      .where('pool_id', '=', row.pool_id)
      .where('user_id', '=', row.user_id)
      .where('message_id', '=', row.message_id)
      .where('state', '=', 'waiting')

  /** Only whoever holds the claim still may say what became of the message. */
  const ofClaim = ({ poolId, userId, messageId, attempt }: Claimed) =>
    ofRow({ pool_id: poolId, user_id: userId, message_id: messageId }).where('attempts', '=', attempt)

  function takeDue(
    medium: Medium,
    now: Date,
    leaseUntil: Date,
    exceptPools: readonly string[],
  ): Promise<Row | undefined> {
    const at = now.getTime()
    const waiting = db
      .selectFrom('messages')
      .select(['pool_id', 'user_id', 'message_id'])
      .where('state', '=', WAITING)
      .where('medium', '=', medium)
      .where('next_attempt_at', '<=', at)
      .orderBy('next_attempt_at')
      .limit(1)
      // What another node is taking is not waited for.
      .$if(isPostgres(db), (query) => query.forUpdate().skipLocked())
    const due = exceptPools.length > 0 ? waiting.where('pool_id', 'not in', exceptPools) : waiting
    return db
      .updateTable('messages')
      .set((set) => ({ attempts: set('attempts', '+', 1), next_attempt_at: leaseUntil.getTime() }))
      .where(sql<boolean>`(pool_id, user_id, message_id) = (${due})`)
      .where('state', '=', 'waiting')
      .where('next_attempt_at', '<=', at)
      .returningAll()
      .executeTakeFirst()
  }

  return {
    async put(
      owner: { poolId: string; userId: string },
      messageId: string,
      message: Message,
      now: Date,
      { state = 'waiting', cause, expiresAt }: { state?: MessageState; cause?: Cause; expiresAt?: Date } = {},
    ): Promise<void> {
      const content: Content = cause === undefined ? message : { ...message, cause }
      await db
        .insertInto('messages')
        .values({
          pool_id: owner.poolId,
          user_id: owner.userId,
          message_id: messageId,
          medium: message.medium,
          sealed_content: sealed(owner.poolId, messageId, content),
          created_at: now.getTime(),
          occasion: cause?.occasion ?? null,
          state,
          attempts: 0,
          next_attempt_at: now.getTime(),
          expires_at: expiresAt?.getTime() ?? null,
          finished_at: null,
          last_error: null,
        })
        .execute()
    },

    /**
     * Takes the message that is due for longest, counting the attempt before it is made. Nobody else gets it before
     * `leaseUntil`: if its sender is gone by then, it is due again. One that does not open is dead, and stands in the way
     * of no other.
     * @param exceptPools whose messages stay where they are.
     */
    async claim(
      medium: Medium,
      now: Date,
      leaseUntil: Date,
      exceptPools: readonly string[] = [],
    ): Promise<Claimed | undefined> {
      for (;;) {
        const row = await takeDue(medium, now, leaseUntil, exceptPools)
        if (!row) return undefined
        const content = contentOf(row)
        if (content) return claimedOf(row, content)
        await ofRow(row)
          .set({
            state: 'dead',
            finished_at: now.getTime(),
            last_error: 'It does not open with this master key.',
          })
          .execute()
      }
    },

    /** What a clock that was put back since put off for longer than anything waits is due now. */
    async hasten(medium: Medium, now: Date): Promise<void> {
      const ahead = now.getTime() + MOST_SKEW_MILLISECONDS
      const attempts = Array.from({ length: MOST_ATTEMPTS + 1 }, (_, number) => number)
      await db
        .updateTable('messages')
        .set({ next_attempt_at: now.getTime() })
        .where('state', '=', WAITING)
        .where('medium', '=', medium)
        .where('next_attempt_at', '>', ahead)
        .where(({ or, and, eb }) =>
          or(
            attempts.map((number) =>
              and([eb('attempts', '=', number), eb('next_attempt_at', '>', ahead + longestWait(number))]),
            ),
          ),
        )
        .execute()
    },

    /** It was sent, or never will be. Of its content, only the address and the subject stay unless it is kept whole. */
    async finish(claimed: Claimed, { state, at, error, keepContent }: FinishedAs): Promise<boolean> {
      const { poolId, messageId, message, cause } = claimed
      const content = keepContent ? { ...message, ...(cause && { cause }) } : withoutText(message)
      const { numUpdatedRows } = await ofClaim(claimed)
        .set({
          state,
          finished_at: at.getTime(),
          last_error: error === undefined ? null : storable(error),
          sealed_content: sealed(poolId, messageId, content),
        })
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** It is tried again later. */
    async postpone(claimed: Claimed, until: Date, error: string): Promise<boolean> {
      const { numUpdatedRows } = await ofClaim(claimed)
        .set({ next_attempt_at: until.getTime(), last_error: storable(error) })
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** What waits for a user for one reason is not sent any more: something newer says otherwise. Its text goes. */
    async withdraw(owner: { poolId: string; userId: string }, occasion: Occasion, now: Date): Promise<void> {
      const rows = await db
        .selectFrom('messages')
        .selectAll()
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .where('occasion', '=', occasion)
        .where('state', '=', 'waiting')
        .execute()
      for (const row of rows) {
        const content = contentOf(row)
        await ofRow(row)
          .set({
            state: 'dead',
            finished_at: now.getTime(),
            last_error: 'A newer message took its place.',
            ...(content && { sealed_content: sealed(row.pool_id, row.message_id, withoutText(content)) }),
          })
          .execute()
      }
    },

    /** How many wait to be sent; from `limit` on they are not counted. */
    async waiting(medium: Medium, limit: number): Promise<number> {
      const rows = db
        .selectFrom('messages')
        .select('message_id')
        .where('state', '=', sql.lit('waiting'))
        .where('medium', '=', medium)
        .limit(limit)
      const { count } = await db
        .selectFrom(rows.as('rows'))
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },

    async prune(before: Date): Promise<void> {
      await db.deleteFrom('messages').where('created_at', '<', before.getTime()).execute()
    },

    /** The latest messages to one user, newest first. */
    async ofUser(owner: { poolId: string; userId: string }, limit: number): Promise<Message[]> {
      const rows = await db
        .selectFrom('messages')
        .selectAll()
        .where('pool_id', '=', owner.poolId)
        .where('user_id', '=', owner.userId)
        .orderBy('created_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => messageOf(requireContent(row)))
    },

    /** The latest messages of all pools, or of one, newest first. */
    async list(
      { poolId, state }: { poolId?: string | undefined; state?: MessageState | undefined },
      limit: number,
    ): Promise<ListedMessage[]> {
      let query = db.selectFrom('messages').selectAll()
      if (poolId !== undefined) query = query.where('pool_id', '=', poolId)
      if (state !== undefined) query = query.where('state', '=', state)
      const rows = await query.orderBy('created_at', 'desc').orderBy('message_id').limit(limit).execute()
      return rows.map((row) => listed(row, contentOf(row)))
    },
  }
}

/** What another server said: PostgreSQL refuses U+0000. */
const storable = (text: string) => text.replaceAll('\0', '\ufffd')

type FinishedAs = { state: 'sent' | 'dead'; at: Date; error?: string | undefined; keepContent: boolean }

/** Of a code or a password that nobody needs any more, the address and the subject stay. */
const withoutText = (content: Content): Content => ({ ...messageOf(content), body: '' })

const messageOf = ({ medium, to, subject, body }: Content): Message => ({ medium, to, subject, body })

const dateOf = (time: number | null) => (time === null ? undefined : new Date(time))

const claimedOf = (row: Row, content: Content): Claimed => ({
  poolId: row.pool_id,
  userId: row.user_id,
  messageId: row.message_id,
  createdAt: new Date(row.created_at),
  expiresAt: dateOf(row.expires_at),
  attempt: row.attempts,
  message: messageOf(content),
  cause: content.cause,
})

const listed = (row: Row, content: Content | undefined): ListedMessage => ({
  poolId: row.pool_id,
  userId: row.user_id,
  messageId: row.message_id,
  medium: row.medium as Medium,
  occasion: row.occasion ?? undefined,
  state: row.state as MessageState,
  createdAt: new Date(row.created_at),
  attempts: row.attempts,
  finishedAt: dateOf(row.finished_at),
  nextAttemptAt: row.state === 'waiting' ? new Date(row.next_attempt_at) : undefined,
  lastError: row.last_error ?? undefined,
  message: content && messageOf(content),
  secret: content?.cause?.secret,
})
