import type { OutboxMessageType } from '@latchkey/wire'
import { notAuthorized } from '../errors.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import type { ListedMessage } from './outbox-store.js'

/** What is shown where nothing else is asked for. */
const USUAL_PAGE = 60

export const AdminListMessages: Operation<'AdminListMessages'> = async (world, request) => {
  // With the codes of others, whoever reads them would sign in as them.
  if (!world.development)
    throw notAuthorized(
      'What messages say is shown by development servers only. Here, latchkey messages list shows them, at the database.',
    )
  const { poolId } = await requirePool(world, request.UserPoolId)
  const messages = await world.stores.outbox.list({ poolId }, request.Limit ?? USUAL_PAGE)
  const users = await world.stores.users.ofIds(poolId, [...new Set(messages.map(({ userId }) => userId))])
  const usernames = new Map(users.map(({ userId, username }) => [userId, username]))
  return { Messages: messages.map((message) => messageShape(message, usernames.get(message.userId))) }
}

const messageShape = (
  { messageId, createdAt, medium, state, message, secret }: ListedMessage,
  username: string | undefined,
): OutboxMessageType => ({
  MessageId: messageId,
  CreationDate: createdAt.getTime() / 1000,
  Medium: medium,
  To: message?.to,
  Subject: message?.subject,
  Text: message?.body,
  Code: secret,
  State: state,
  Username: username,
})
