import type { CodeDeliveryDetailsType } from '@latchkey/wire'
import { randomCode, randomText } from '../chance.js'
import { invalidSession, notAuthorized, Refusal } from '../errors.js'
import { type Happened, insteadOfPassword } from '../events/event.js'
import { happenedAgain } from '../events/happened.js'
import { announce } from '../messages/announce.js'
import { causeOf, composeCode } from '../messages/compose.js'
import type { Message } from '../messages/message.js'
import type { Cause } from '../messages/outbox.js'
import { putMessage } from '../messages/put-message.js'
import type { World } from '../operation.js'
import type { Address } from '../pools/pool.js'
import { isVerified } from '../users/attributes.js'
import { guess } from '../users/guess.js'
import type { User } from '../users/user.js'
import { codeDeliveryShape } from '../users/user-shape.js'
import type { CodeFactor, SignInCodeUse, SignInCodeVerdict } from './sign-in-code-store.js'
import type { Step } from './step.js'

/** A code that is sent by SMS or e-mail in the middle of a sign-in, as its first factor or as its second. */
export type SignInCode = {
  signInId: string
  /** The factor that the code proves. */
  factor: CodeFactor
  /** Where the code goes: the kind of address, and the address itself. */
  address: Address
  to: string
}

const useOf = (
  { poolId, userId }: Pick<User, 'poolId' | 'userId'>,
  { signInId, factor, address, to }: SignInCode,
): SignInCodeUse => ({ poolId, userId, signInId, factor, to: `${address} ${to}` })

/**
 * Sends a code that is good for one step of this sign-in, in the place of an earlier one. Nothing is said of a factor
 * that nobody asked for: call it once everything that comes before is proved.
 * @param asked what is put on record with it.
 * @returns the parameters of a challenge that say where the code went, masked.
 * @throws NotAuthorizedException when the user, or an address that nobody proved to own, was sent too many. (Not LimitExceededException: no operation of a
 * sign-in declares it. Not TooManyRequestsException: clients repeat that one by themselves.)
 */
export async function sendSignInCode(
  world: World,
  step: Step,
  user: User,
  about: SignInCode,
  asked?: Happened,
): Promise<Record<string, string>> {
  const { address, to, factor } = about
  const code = makeCode(world, factor)
  const composition = {
    pool: step.pool,
    clientId: step.client.clientId,
    recipient: user,
    occasion: 'sign-in',
    metadata: step.metadata,
  } as const
  const message = await composeCode(world, composition, { address, to, code })
  await keepCode(world, step, user, about, { code, message, cause: causeOf(composition, code), asked })
  announce(world, 'code', user.username, message, code)
  return parametersOf(codeDeliveryShape(address, to))
}

export const tooManyCodes = () =>
  notAuthorized('Attempt limit exceeded, please try after some time.', 'too many codes')

/** Six digits beside a password; eight where the code is all that is asked for. */
const makeCode = ({ random }: World, factor: CodeFactor) =>
  factor === 'second factor' ? randomCode(random) : randomText(random, 8, '0123456789')

/** The code and its message are kept together, or neither is, and then neither is counted. */
async function keepCode(
  world: World,
  step: Step,
  user: User,
  about: SignInCode,
  {
    code,
    message,
    cause,
    asked,
  }: { code: string; message: Message; cause: Cause; asked: Happened | undefined },
): Promise<void> {
  const now = world.clock.now()
  const expiresAt = new Date(now.getTime() + step.client.signInStepSeconds * 1000)
  await world.transactionOf(user, async (stores) => {
    // Deleted meanwhile: there is nobody to keep a code of.
    if (!(await stores.users.find(user))) throw invalidSession()
    if (!isProved(user, about) && !(await stores.addressCounts.countSent(user.poolId, about.to, now)))
      throw tooManyCodes()
    if (!(await stores.signInCodes.countSent(user, about.factor, now))) throw tooManyCodes()
    await stores.signInCodes.replace(useOf(user, about), code, expiresAt)
    await putMessage(world, stores, user, message, { cause, expiresAt })
    if (asked) await happenedAgain(world, stores, user, asked)
  })
}

const isProved = ({ attributes }: User, { address, to }: SignInCode): boolean =>
  attributes[address] === to && isVerified(attributes, address)

/** Where a code went, masked, as the challenges SMS_MFA, EMAIL_OTP and SMS_OTP say it. */
export const parametersOf = ({
  DeliveryMedium,
  Destination,
}: CodeDeliveryDetailsType): Record<string, string> => ({
  CODE_DELIVERY_DELIVERY_MEDIUM: DeliveryMedium ?? '',
  CODE_DELIVERY_DESTINATION: Destination ?? '',
})

/** A wrong code, as it is put on record. */
export const wrongCode = ({ signInId: sessionId, factor }: Pick<SignInCode, 'signInId' | 'factor'>) =>
  ({
    kind: 'wrong_code',
    sessionId,
    ...(factor === 'first factor' && { reason: insteadOfPassword }),
  }) as const

/** No code is longer. Nobody has to make a hash of a megabyte to find that it is wrong. */
const LONGEST_CODE = 64

/**
 * Takes a code, and spends it. A wrong one counts like a wrong password, and may be followed by another.
 * @returns whether wrong guesses were counted before it: a whole sign-in wipes them out.
 * @throws CodeMismatchException; ExpiredCodeException for a code that is over, spent or guessed at five times;
 * NotAuthorizedException while the account is locked.
 */
export async function takeSignInCode(
  world: World,
  user: Pick<User, 'poolId' | 'userId'>,
  about: SignInCode,
  code: string,
): Promise<{ guessedWrong: boolean }> {
  let verdict: SignInCodeVerdict = 'wrong'
  const isRight = async () => {
    const use = useOf(user, about)
    verdict = await world.stores.signInCodes.redeem(use, code.slice(0, LONGEST_CODE), world.clock.now())
    return verdict !== 'wrong'
  }
  const { guessedWrong } = await guess(world, user, isRight, wrongCode(about))
  refuseUnlessRight(verdict)
  return { guessedWrong }
}

function refuseUnlessRight(verdict: SignInCodeVerdict): void {
  if (verdict === 'wrong')
    throw new Refusal('CodeMismatchException', 'Invalid code or auth state for the user.')
  if (verdict === 'expired')
    throw new Refusal('ExpiredCodeException', 'Invalid code provided, please request a code again.')
}
