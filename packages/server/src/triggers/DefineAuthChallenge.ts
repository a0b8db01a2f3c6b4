import { flagAt, textAt } from './answer.js'
import { type Challenged, challengedRequest, type PastChallenge, sessionRequest } from './custom-challenge.js'
import { askTrigger, type Trigger } from './trigger.js'

export type DefineQuestion = Challenged & { session: readonly PastChallenge[] }

export type DefineAnswer = {
  challengeName: string | undefined
  issueTokens: boolean
  failAuthentication: boolean
}

/** Decides what a custom sign-in asks for next, or that it is over. Undefined: the pool has no such trigger. */
export const DefineAuthChallenge: Trigger<DefineQuestion, DefineAnswer> = (world, occasion, question) =>
  askTrigger(world, 'DefineAuthChallenge', occasion, {
    source: 'DefineAuthChallenge_Authentication',
    request: { ...challengedRequest(question), session: sessionRequest(question.session) },
    response: { challengeName: null, issueTokens: null, failAuthentication: null },
    read: (response) => ({
      challengeName: textAt(response, 'challengeName'),
      issueTokens: flagAt(response, 'issueTokens'),
      failAuthentication: flagAt(response, 'failAuthentication'),
    }),
  })
