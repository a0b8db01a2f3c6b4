/** A credential as a browser sent it (`PublicKeyCredential.toJSON`): read, bounded, and not believed yet. */
export type ShownCredential<Part extends string> = {
  id: string
  /** Of the response, base64url. */
  response: Record<Part, string>
  userHandle: string | undefined
  attachment: string | undefined
  transports: string[]
  /** What the browser says that it was asked, and where. */
  clientData: { type: string; challenge: string; origin: string; crossOrigin: boolean }
}

// A credential id has at most 1023 bytes (W3C Web Authentication Level 3, 4).
const CREDENTIAL_ID = /^[\w-]{1,1364}$/
/** The largest part that an authenticator of today sends, a key for signatures after quantum computers, is a tenth. */
const LONGEST_PART = 64 * 1024
const BASE64URL = /^[\w-]+$/

/** The credential with the named parts; undefined when it is anything else. */
export function readCredential<Part extends string>(
  value: unknown,
  parts: readonly Part[],
): ShownCredential<Part> | undefined {
  const { id, rawId, type, response, authenticatorAttachment } = membersOf(value)
  if (typeof id !== 'string' || !CREDENTIAL_ID.test(id) || rawId !== id || type !== 'public-key')
    return undefined
  const members = membersOf(response)
  const clientData = clientDataIn(members.clientDataJSON)
  if (!clientData || !parts.every((part) => isPart(members[part]))) return undefined
  return {
    id,
    response: members as Record<Part, string>,
    userHandle: isPart(members.userHandle) ? members.userHandle : undefined,
    attachment: wordIn(authenticatorAttachment),
    transports: (Array.isArray(members.transports) ? members.transports.slice(0, 8) : []).flatMap(
      (transport) => wordIn(transport) ?? [],
    ),
    clientData,
  }
}

const membersOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

const isPart = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LONGEST_PART && BASE64URL.test(value)

/** `internal`, `cross-platform` and the like, which are repeated to others. */
const wordIn = (value: unknown) =>
  typeof value === 'string' && /^[a-z-]{1,32}$/.test(value) ? value : undefined

function clientDataIn(encoded: unknown): ShownCredential<string>['clientData'] | undefined {
  if (!isPart(encoded)) return undefined
  const { type, challenge, origin, crossOrigin } = membersOf(parsed(Buffer.from(encoded, 'base64url')))
  if (typeof type !== 'string' || !isPart(challenge) || typeof origin !== 'string') return undefined
  return { type, challenge, origin, crossOrigin: crossOrigin === true }
}

export function parsed(json: Buffer | string): unknown {
  try {
    return JSON.parse(json.toString())
  } catch {
    return undefined
  }
}
