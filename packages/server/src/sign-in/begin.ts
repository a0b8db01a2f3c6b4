import type { AuthFlowType } from '@latchkey/wire'
import type { SignInFlow } from '../clients/client.js'
import { invalidParameter } from '../errors.js'
import type { World } from '../operation.js'
import { accountNamed } from './account.js'
import { askForPasswordClaim, firstTicket, takePassword } from './password-proof.js'
import { refresh } from './refresh.js'
import { type Answer, required, type Step } from './step.js'
import { writeSession } from './ticket.js'

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

const flows: Record<AuthFlowType, Flow | 'not served'> = {
  USER_SRP_AUTH: { allowedBy: 'srp', openTo: 'everybody', begin: askForPasswordClaim },
  USER_PASSWORD_AUTH: { allowedBy: 'password', openTo: 'everybody', begin: withPassword },
  USER_AUTH: { allowedBy: 'choice', openTo: 'everybody', begin: withChoice },
  ADMIN_USER_PASSWORD_AUTH: { allowedBy: 'admin-password', openTo: 'operators', begin: withPassword },
  ADMIN_NO_SRP_AUTH: { allowedBy: 'admin-password', openTo: 'operators', begin: withPassword },
  REFRESH_TOKEN_AUTH: { allowedBy: 'refresh', openTo: 'everybody', begin: withRefreshToken },
  REFRESH_TOKEN: { allowedBy: 'refresh', openTo: 'everybody', begin: withRefreshToken },
  CUSTOM_AUTH: 'not served',
}

/** Begins a sign-in, or refreshes one. */
export async function begin(
  world: World,
  step: Step,
  flowName: AuthFlowType,
  by: 'everybody' | 'operators',
): Promise<Answer> {
  const flow = flows[flowName]
  if (flow === 'not served') {
    throw invalidParameter(`The ${flowName} flow is not served by this version of Latchkey.`)
  }
  if (flow.openTo === 'operators' && by !== 'operators') {
    throw invalidParameter(`The ${flowName} flow is for AdminInitiateAuth.`)
  }
  if (!step.client.flows.includes(flow.allowedBy)) {
    throw invalidParameter(`${flowName} flow not enabled for this client`)
  }
  return flow.begin(world, step)
}

/** The user chooses how to begin; a preference that cannot be met is answered with what there is. */
async function withChoice(world: World, step: Step): Promise<Answer> {
  const preferred = step.shown.PREFERRED_CHALLENGE
  if (preferred === 'PASSWORD' && step.shown.PASSWORD)
    return takePassword(world, step, { unknownDevice: 'ignore' })
  if (preferred === 'PASSWORD_SRP' && step.shown.SRP_A) return askForPasswordClaim(world, step)
  const account = await accountNamed(world, step)
  return {
    ChallengeName: 'SELECT_CHALLENGE',
    Session: writeSession(world.keyring, firstTicket(world, step, account, 'first factor', undefined)),
    ChallengeParameters: { USERNAME: required(step, 'USERNAME') },
    AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP'],
  }
}
