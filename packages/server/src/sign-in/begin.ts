import type { AuthFlowType } from '@latchkey/wire'
import type { SignInFlow } from '../clients/client.js'
import { invalidParameter } from '../errors.js'
import type { World } from '../operation.js'
import { beforeSignIn } from './before-sign-in.js'
import { beginWithChoice } from './choice.js'
import { counted } from './counted.js'
import { beginCustomAuth } from './custom-auth.js'
import { askForPasswordClaim, takePassword } from './password-proof.js'
import { refresh } from './refresh.js'
import { type Answer, required, type Step } from './step.js'

type Flow = {
  /** What the client must allow; undefined where it does not matter. */
  allowedBy: SignInFlow
  /** Who may begin it. */
  openTo: 'everybody' | 'operators'
  begin: (world: World, step: Step) => Promise<Answer>
}

const withPassword: Flow['begin'] = (world, step) => takePassword(world, step, { unknownDevice: 'refuse' })
const withRefreshToken: Flow['begin'] = (world, step) =>
  refresh(world, step, {
    token: required(step, 'REFRESH_TOKEN'),
    deviceKey: step.shown.DEVICE_KEY || undefined,
  })

const flows: Record<AuthFlowType, Flow> = {
  USER_SRP_AUTH: { allowedBy: 'srp', openTo: 'everybody', begin: askForPasswordClaim },
  USER_PASSWORD_AUTH: { allowedBy: 'password', openTo: 'everybody', begin: withPassword },
  USER_AUTH: { allowedBy: 'choice', openTo: 'everybody', begin: beginWithChoice },
  ADMIN_USER_PASSWORD_AUTH: { allowedBy: 'admin-password', openTo: 'operators', begin: withPassword },
  ADMIN_NO_SRP_AUTH: { allowedBy: 'admin-password', openTo: 'operators', begin: withPassword },
  REFRESH_TOKEN_AUTH: { allowedBy: 'refresh', openTo: 'everybody', begin: withRefreshToken },
  REFRESH_TOKEN: { allowedBy: 'refresh', openTo: 'everybody', begin: withRefreshToken },
  CUSTOM_AUTH: { allowedBy: 'custom', openTo: 'everybody', begin: beginCustomAuth },
}

/** Begins a sign-in, or refreshes one. */
export async function begin(
  world: World,
  step: Step,
  flowName: AuthFlowType,
  by: 'everybody' | 'operators',
): Promise<Answer> {
  const flow = flows[flowName]
  if (flow.openTo === 'operators' && by !== 'operators') {
    throw invalidParameter(`The ${flowName} flow is for AdminInitiateAuth.`)
  }
  if (!step.client.flows.includes(flow.allowedBy)) {
    throw invalidParameter(`${flowName} flow not enabled for this client`)
  }
  const { allowedBy } = flow
  if (allowedBy === 'refresh') return flow.begin(world, step)
  return counted(world, step, flowName, async () => {
    await beforeSignIn(world, step, allowedBy)
    return flow.begin(world, step)
  })
}
