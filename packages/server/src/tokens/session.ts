import { isAhead } from '../keys/skew.js'

/** What a session is: all that follows from one sign-in, until it is signed out or expires. Pure. */

export type Session = {
  readonly poolId: string
  readonly userId: string
  /** The id of the sign-in that began it: a sign-in pays out once, because a second session cannot have its id. */
  readonly sessionId: string
  /** Undefined when the client has no token revocation. */
  readonly originJti: string | undefined
  readonly clientId: string
  readonly deviceKey: string | undefined
  readonly authenticatedAt: Date
  readonly expiresAt: Date
  /** Set when it can no longer be refreshed, while its access tokens live on: its device was forgotten. */
  readonly refreshEndedAt: Date | undefined
  /** Set when everything of it ended: sign-out or revocation. */
  readonly revokedAt: Date | undefined
  /** Where its tokens were last given out to. */
  readonly lastAddress?: string | undefined
}

export type RefreshToken = {
  readonly tokenId: string
  readonly sessionId: string
  readonly supersededAt: Date | undefined
}

/** What becomes of a refresh token that is shown: decided by its session, its own age and rotation. */
export function refreshVerdict(
  session: Session,
  token: RefreshToken,
  rotationGraceSeconds: number | undefined,
  now: Date,
): 'passes' | 'revoked' | 'expired' | 'reused' {
  if (session.revokedAt || session.refreshEndedAt) return 'revoked'
  if (session.expiresAt <= now) return 'expired'
  if (!token.supersededAt) return 'passes'
  // By a clock that was put back since: the grace period would last as much longer.
  if (isAhead(token.supersededAt, now)) return 'reused'
  const grace = (rotationGraceSeconds ?? 0) * 1000
  return grace > 0 && now.getTime() <= token.supersededAt.getTime() + grace ? 'passes' : 'reused'
}
