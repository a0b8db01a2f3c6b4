import type { ChallengeNameType } from '@latchkey/wire'
import type { Happened } from '../events/event.js'
import { happenedAgain } from '../events/happened.js'
import type { World } from '../operation.js'
import type { SecondFactor } from '../pools/pool.js'
import { missingAttributes } from '../users/attributes.js'
import { secondFactorShape } from '../users/user-shape.js'
import { visibleAttributes } from '../users/visible.js'
import { askForFactor, noSecondFactor } from './second-factor.js'
import type { Proof, Wanted } from './sign-in.js'
import type { SignIn, Step } from './step.js'
import type { Asked } from './ticket.js'

/** Which second factor is asked for, and why; the name that the user gave to the authenticator app. */
export type Asking = { wanted: Wanted; friendlyName: string | undefined; why: string }

export type ProofChallenge = { name: ChallengeNameType; asks: Asked; parameters: Record<string, string> }

/** How a proof is asked for on the wire, and what the answering ticket says. */
export async function challengeOf(
  world: World,
  step: Step,
  signIn: SignIn,
  proof: Proof,
  { wanted, friendlyName, why }: Asking,
): Promise<ProofChallenge> {
  if (proof === 'device') {
    // No parameters: a USERNAME other than the typed one makes aws-amplify look its device up under the wrong name.
    return { name: 'DEVICE_SRP_AUTH', asks: 'device key', parameters: {} }
  }
  if (proof === 'new password') {
    return { name: 'NEW_PASSWORD_REQUIRED', asks: proof, parameters: newPasswordParameters(step, signIn) }
  }
  const { name, asks, parameters } = await factorChallenge(world, step, signIn, { wanted, friendlyName, why })
  return { name, asks, parameters: { USER_ID_FOR_SRP: signIn.user.username, ...parameters } }
}

async function factorChallenge(
  world: World,
  step: Step,
  signIn: SignIn,
  { wanted, friendlyName, why }: Asking,
): Promise<ProofChallenge> {
  const { clientId } = step.client
  const asked: Happened = { kind: 'mfa_asked', reason: why, sessionId: signIn.signInId, clientId }
  switch (wanted.secondFactor) {
    case 'wanted': {
      const { factor } = wanted
      const parameters = await askForFactor(world, step, signIn, factor, friendlyName, asked)
      return { name: secondFactorShape[factor], asks: factor, parameters }
    }
    case 'to be chosen': {
      await happenedAgain(world, world.stores, signIn.user, asked)
      const parameters = { MFAS_CAN_CHOOSE: namesOf(wanted.among) }
      return { name: 'SELECT_MFA_TYPE', asks: 'second factor choice', parameters }
    }
    case 'to be set up': {
      if (wanted.among.length === 0) throw noSecondFactor()
      await happenedAgain(world, world.stores, signIn.user, asked)
      const parameters = { MFAS_CAN_SETUP: namesOf(wanted.among) }
      return { name: 'MFA_SETUP', asks: 'second factor set-up', parameters }
    }
    case 'not wanted':
      throw new Error('A second factor that is not wanted was asked for.')
  }
}

/** A list as text: that is how it travels. */
const namesOf = (factors: readonly SecondFactor[]) =>
  JSON.stringify(factors.map((factor) => secondFactorShape[factor]))

function newPasswordParameters({ pool, client }: Step, { user }: SignIn): Record<string, string> {
  return {
    USER_ID_FOR_SRP: user.username,
    userAttributes: JSON.stringify(visibleAttributes(pool, client, user.attributes)),
    requiredAttributes: JSON.stringify(
      missingAttributes(pool.schema, user.attributes).map((name) => `userAttributes.${name}`),
    ),
  }
}
