import './messages.css'
import { Chip, EmptyState, Skeleton, When } from '@latchkey/react'
import type { OutboxMessageType } from '@latchkey/wire'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useWhyNot } from '../operator/roles.js'
import { reading } from '../server/queries.js'
import { Answer } from '../shell/answer.js'
import { CopyButton } from '../shell/copy-button.js'
import { Page } from '../shell/page.js'
import { plainText } from './plain-text.js'

/** Whoever waits for a code looks at this page. */
const EVERY = 2000
const SHOWN = 50

export function MessagesPage() {
  const { poolId } = useParams({ from: '/pools/$poolId/messages' })
  const whyNot = useWhyNot('AdminListMessages', poolId)
  return (
    <Page
      title="Outbox"
      about="What a development server would have sent, the newest first. New messages appear by themselves."
    >
      {whyNot === undefined ? (
        <Messages poolId={poolId} />
      ) : (
        <div className="panel">
          <EmptyState title="Codes open accounts">{whyNot}</EmptyState>
        </div>
      )}
    </Page>
  )
}

function Messages({ poolId }: { poolId: string }) {
  const messages = useQuery({
    ...reading('AdminListMessages', { UserPoolId: poolId, Limit: SHOWN }),
    refetchInterval: ({ state }) => state.error === null && EVERY,
  })
  return (
    <Answer of={messages} meanwhile={<Skeleton height={420} />}>
      {({ Messages }) =>
        Messages.length === 0 ? (
          <div className="panel">
            <EmptyState title="Nothing was sent yet">
              A code appears here as soon as a user asks for one.
            </EmptyState>
          </div>
        ) : (
          <ul className="messages">
            {Messages.map((message) => (
              <Message key={message.MessageId} message={message} />
            ))}
          </ul>
        )
      }
    </Answer>
  )
}

const states: Record<string, string> = {
  waiting: 'Not sent yet',
  sent: 'Sent',
  dead: 'Could not be sent',
  kept: 'Stays here',
}

function Message({ message }: { message: OutboxMessageType }) {
  const { Medium, To, Subject, Text, Code, State, Username, CreationDate } = message
  return (
    <li className="panel message">
      <div className="message-head">
        <Chip tone="accent">{Medium === 'EMAIL' ? 'E-mail' : Medium}</Chip>
        <bdi className="message-to">{To ?? Username}</bdi>
        <small className="muted">
          {states[State] ?? State} · <When date={new Date(CreationDate * 1000)} />
        </small>
      </div>
      {Code !== undefined && (
        <div className="message-code">
          <code>{Code}</code>
          <CopyButton text={Code} label={`Copy the code ${Code}`} />
        </div>
      )}
      {Subject !== undefined && <strong dir="auto">{Subject}</strong>}
      {Text !== undefined && (
        <p className="message-text" dir="auto">
          {plainText(Text)}
        </p>
      )}
    </li>
  )
}
