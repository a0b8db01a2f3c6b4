import { textAt, textMapAt } from './answer.js'
import { type Challenged, challengedRequest, type PastChallenge, sessionRequest } from './custom-challenge.js'
import { askTrigger, type Trigger } from './trigger.js'

export type CreateQuestion = Challenged & { challengeName: string; session: readonly PastChallenge[] }

export type CreateAnswer = {
  /** For the client. */
  publicChallengeParameters: Record<string, string>
  /** For VerifyAuthChallengeResponse, and for nobody else: the right answer is in it. */
  privateChallengeParameters: Record<string, string>
  challengeMetadata: string | undefined
}

/** Makes the question of a custom sign-in. Undefined: the pool has no such trigger. */
export const CreateAuthChallenge: Trigger<CreateQuestion, CreateAnswer> = (world, occasion, question) =>
  askTrigger(world, 'CreateAuthChallenge', occasion, {
    source: 'CreateAuthChallenge_Authentication',
    request: {
      ...challengedRequest(question),
      challengeName: question.challengeName,
      session: sessionRequest(question.session),
    },
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
    read: (response) => ({
      publicChallengeParameters: textMapAt(response, 'publicChallengeParameters') ?? {},
      privateChallengeParameters: textMapAt(response, 'privateChallengeParameters') ?? {},
      challengeMetadata: textAt(response, 'challengeMetadata'),
    }),
  })
