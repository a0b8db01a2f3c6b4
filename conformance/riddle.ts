import { type PoolOptions, userPool } from './pool-server.js'

/** A pool that asks a riddle: the triggers of its custom sign-in. */

type Event = {
  request: {
    session: { challengeName: string; challengeResult: boolean }[]
    privateChallengeParameters: { answer: string }
    challengeAnswer: string
  }
  response: object
}

const answering = (answer: (request: Event['request']) => object) => (event: unknown) => {
  const { request } = event as Event
  return { ...(event as Event), response: answer(request) }
}

/** The password where SRP_A came, then the riddle, until it is solved. */
const define = answering(({ session }) => {
  const last = session.at(-1)
  if (last?.challengeName === 'SRP_A') return { challengeName: 'PASSWORD_VERIFIER' }
  if (last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult) return { issueTokens: true }
  return session.length < 5 ? { challengeName: 'CUSTOM_CHALLENGE' } : { failAuthentication: true }
})

const create = answering(({ session }) => ({
  publicChallengeParameters: { question: 'six times nine', round: session.length },
  privateChallengeParameters: { answer: '42' },
}))

const verify = answering(({ privateChallengeParameters, challengeAnswer }) => ({
  answerCorrect: challengeAnswer === privateChallengeParameters.answer,
}))

export const riddlePool = (options: PoolOptions = {}) =>
  userPool({
    ...options,
    triggers: { modules: { define, create, verify } },
    client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    pool: {
      LambdaConfig: {
        DefineAuthChallenge: 'module:define',
        CreateAuthChallenge: 'module:create',
        VerifyAuthChallengeResponse: 'module:verify',
      },
    },
  })
