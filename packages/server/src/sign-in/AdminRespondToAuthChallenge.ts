import type { Operation } from '../operation.js'
import { operatorsStep } from './operators-step.js'
import { respond } from './respond.js'

export const AdminRespondToAuthChallenge: Operation<'AdminRespondToAuthChallenge'> = async (
  world,
  request,
  caller,
) => {
  const step = await operatorsStep(world, caller, request, request.ChallengeResponses)
  return respond({ ...world, caller: step.caller }, step, request.ChallengeName)
}
