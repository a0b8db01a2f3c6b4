import type { Operation } from '../operation.js'
import { begin } from './begin.js'
import { operatorsStep } from './operators-step.js'

export const AdminInitiateAuth: Operation<'AdminInitiateAuth'> = async (world, request, caller) => {
  const step = await operatorsStep(world, caller, request, request.AuthParameters)
  return begin({ ...world, caller: step.caller }, step, request.AuthFlow, 'operators')
}
