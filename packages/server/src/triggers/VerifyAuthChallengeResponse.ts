import { flagAt } from './answer.js'
import { type Challenged, challengedRequest } from './custom-challenge.js'
import { askTrigger, type Trigger } from './trigger.js'

export type VerifyQuestion = Challenged & {
  privateChallengeParameters: Readonly<Record<string, string>>
  /** What the user answered. */
  challengeAnswer: string
}

/** Says whether the answer of a custom sign-in is right. Undefined: the pool has no such trigger. */
export const VerifyAuthChallengeResponse: Trigger<VerifyQuestion, { answerCorrect: boolean }> = (
  world,
  occasion,
  question,
) =>
  askTrigger(world, 'VerifyAuthChallengeResponse', occasion, {
    source: 'VerifyAuthChallengeResponse_Authentication',
    request: {
      ...challengedRequest(question),
      privateChallengeParameters: question.privateChallengeParameters,
      challengeAnswer: question.challengeAnswer,
    },
    response: { answerCorrect: null },
    read: (response) => ({ answerCorrect: flagAt(response, 'answerCorrect') }),
  })
