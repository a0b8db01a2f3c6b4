import { Nonsense, textAt } from './answer.js'
import { type Fields, type Subject, userAttributesOf } from './event.js'
import { askTrigger, type Trigger } from './trigger.js'

/** What stands for the code, for the link and for the name of a user who is invited. */
const CODE = '{####}'
const LINK = '{##Click Here##}'
const USERNAME = '{username}'

export type MessageQuestion = {
  /** `SignUp`, `ForgotPassword`, …: what comes behind `CustomMessage_`. */
  cause: string
  user: Subject
  medium: 'EMAIL' | 'SMS'
  /** What the words must leave room for. */
  brings: 'a code' | 'a link' | 'a username and a code'
  metadata: Readonly<Record<string, string>> | undefined
}

export type MessageWords = {
  smsMessage: string | undefined
  emailMessage: string | undefined
  emailSubject: string | undefined
}

/** Asked before a message is written: its words take the place of the pool's. */
export const CustomMessage: Trigger<MessageQuestion, MessageWords> = (world, occasion, question) =>
  askTrigger(world, 'CustomMessage', occasion, {
    source: `CustomMessage_${question.cause}`,
    request: {
      userAttributes: userAttributesOf(question.user),
      codeParameter: CODE,
      linkParameter: LINK,
      usernameParameter: question.brings === 'a username and a code' ? USERNAME : null,
      ...(question.metadata && { clientMetadata: question.metadata }),
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
    read: (response) => wordsOf(response, question),
  })

function wordsOf(response: Fields, { medium, brings }: MessageQuestion): MessageWords {
  const emailSubject = shortAt(response, 'emailSubject', 140)
  // It stands in a header: a new line would begin another one.
  if (emailSubject && /\p{Cc}/u.test(emailSubject))
    throw new Nonsense('`emailSubject` holds control characters')
  const name = medium === 'SMS' ? 'smsMessage' : 'emailMessage'
  const words = shortAt(response, name, medium === 'SMS' ? 140 : 20_000)
  if (words !== undefined && !leavesRoom(words, brings))
    throw new Nonsense(`\`${name}\` has no room for ${brings}`)
  return { smsMessage: undefined, emailMessage: undefined, emailSubject, [name]: words }
}

/** A message without its code would reach somebody who can do nothing with it. */
const leavesRoom = (words: string, brings: MessageQuestion['brings']) =>
  brings === 'a link'
    ? /\{##.*?##\}/s.test(words)
    : words.includes(CODE) && (brings === 'a code' || words.includes(USERNAME))

/** Source: EmailVerificationMessageType and its neighbours, which limit the same texts in a pool. */
function shortAt(response: Fields, name: string, longest: number): string | undefined {
  const text = textAt(response, name)
  if (text !== undefined && [...text].length > longest)
    throw new Nonsense(`\`${name}\` is over ${longest} characters`)
  return text || undefined
}
