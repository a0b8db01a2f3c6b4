import type { Identity, World } from '../operation.js'
import { bearerOf, type ConsoleSessions, operatorOfCookie, refuseOtherPages } from './console.js'
import { refuseWebPages } from './cross-origin.js'
import type { Gate } from './dispatch.js'
import { checkSignature, type SecretOf } from './signature.js'

/** The ways in for operators. Each looks at one thing only, so that a request never speaks for two. */

export type Operators = Pick<Gate, 'permit' | 'shown'> & {
  secretOf: SecretOf
  ofAccessKey(accessKeyId: string): Identity
  /** Throws NotAuthorizedException, or AccessDeniedException for a user's token. */
  ofToken(world: World, accessToken: string): Promise<Identity>
  sessions: ConsoleSessions
}

/** POST /: users with tokens of their own, and operators who sign, or show their access token. Cookies are not looked at. */
export const protocolGate = ({ permit, shown, ...operators }: Operators): Gate => ({
  permit,
  shown,
  operatorsOnly: false,
  async identify(world, { request, headers }, body) {
    refuseWebPages(request, world.publicUrl)
    const token = bearerOf(headers)
    if (token !== undefined) return operators.ofToken(world, token)
    return operators.ofAccessKey(await checkSignature(request, body, operators.secretOf, world.clock.now()))
  },
})

/** POST /console/api: the console's page, with its cookie. No header of Authorization is looked at. */
export const consoleGate = ({ permit, shown, sessions }: Operators): Gate => ({
  permit,
  shown,
  operatorsOnly: true,
  async identify(world, { request, headers }) {
    refuseOtherPages(request, world.publicUrl)
    return operatorOfCookie(world, sessions, headers)
  },
})
