import { bigIntToHex, type ClientEphemeral, clientEphemeral, userIdentity } from '@latchkey/srp'
import { AuthError } from '../errors.js'
import { type Progress, recovering, respond, type SignIn } from './flow.js'
import { knownDevice } from './known-device.js'
import { claim, refusedChallenge } from './srp-challenge.js'

/**
 * Proves the password by SRP.
 *
 * @param begin asks for the challenge, with SRP_A
 * @param alternatives what the server may answer instead: it offers a choice. Anything else would lead the user on to
 *   send the password in the clear, or accept a server that never knew it
 */
export async function provePassword(
  signIn: SignIn,
  typed: string,
  password: string,
  begin: (SRP_A: string) => Promise<Progress>,
  alternatives: readonly string[] = [],
): Promise<Progress> {
  const ephemeral = await clientEphemeral(await signIn.world.engine())
  const begun = await begin(bigIntToHex(ephemeral.A))
  if (begun.answer.ChallengeName === 'PASSWORD_VERIFIER')
    return answerChallenge(signIn, typed, password, ephemeral, begun)
  if (alternatives.includes(begun.answer.ChallengeName ?? '')) return begun
  throw refusedChallenge(
    `${begun.answer.ChallengeName ?? 'something else'} takes the place of PASSWORD_VERIFIER`,
  )
}

async function answerChallenge(
  signIn: SignIn,
  typed: string,
  password: string,
  ephemeral: ClientEphemeral,
  { answer: challenge }: Progress,
): Promise<Progress> {
  const { world } = signIn
  const username = challenge.ChallengeParameters?.USER_ID_FOR_SRP
  if (!username) throw withoutUserId()
  const proof = { identity: userIdentity(world.pool.userPoolId, username), secret: password, ephemeral }
  const { responses } = await claim(world, proof, challenge.ChallengeParameters)
  const device = await knownDevice(world, [username, challenge.ChallengeParameters?.USERNAME, typed])
  const answer = await recovering(world, device, (known) =>
    respond(signIn, 'PASSWORD_VERIFIER', username, responses, { device: known, session: challenge.Session }),
  )
  return { username: challenge.ChallengeParameters?.USERNAME ?? username, answer }
}

const withoutUserId = () =>
  new AuthError({
    name: 'EmptyUserIdForSRPException',
    message: 'USER_ID_FOR_SRP was not found in challengeParameters.',
    recoverySuggestion: 'The server must send it with PASSWORD_VERIFIER.',
  })
