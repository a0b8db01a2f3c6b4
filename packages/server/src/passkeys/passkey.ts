/** What a passkey is, and where it may be used. Pure. */

export type Passkey = {
  readonly poolId: string
  readonly userId: string
  /** The credential id, base64url. */
  readonly credentialId: string
  /** The public key as COSE (RFC 9052), base64url. */
  readonly publicKey: string
  /** The signature counter of the authenticator; 0 for ever where it counts nothing. */
  readonly counter: number
  readonly relyingPartyId: string
  readonly name: string
  readonly transports: readonly string[]
  readonly attachment: string | undefined
  readonly createdAt: Date
}

/** Source: "Quotas in Amazon Cognito", passkeys per user. */
export const MOST_PASSKEYS = 20

/** How long a user may take to make a passkey. */
export const REGISTRATION_MILLISECONDS = 5 * 60 * 1000

/**
 * The domain that passkeys of a pool are made for; undefined when there is none: an address is no domain.
 * Without one of the pool's own it is the host that clients reach, and on a developer's own machine `localhost`,
 * which browsers count as secure (W3C Secure Contexts, 3.1).
 */
export function relyingPartyOf(
  rules: { relyingPartyId: string | undefined },
  publicUrl: string,
): string | undefined {
  if (rules.relyingPartyId !== undefined) return rules.relyingPartyId
  const { hostname } = new URL(publicUrl)
  if (/^127\.|^\[::1\]$/.test(hostname)) return 'localhost'
  return /^[\d.]+$|^\[/.test(hostname) ? undefined : hostname
}

/**
 * Whether a page of this origin may use passkeys of a domain: `https:` on the domain or below it, on any port; for
 * `localhost` also `http:`. Source: W3C Web Authentication Level 3, 7.1 step 9 and 7.2 step 12.
 */
export function originAllowed(relyingPartyId: string, origin: string): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined
  if (url?.origin !== origin) return false
  const within = url.hostname === relyingPartyId || url.hostname.endsWith(`.${relyingPartyId}`)
  return within && (url.protocol === 'https:' || (relyingPartyId === 'localhost' && url.protocol === 'http:'))
}

/**
 * Where the makers of passkeys say who they are. Source: the community's list,
 * https://github.com/passkeydeveloper/passkey-authenticator-aaguids.
 */
const makers: Readonly<Record<string, string>> = {
  'fbfc3007-154e-4ecc-8c0b-6e020557d7bd': 'iCloud Keychain',
  'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4': 'Google Password Manager',
  'adce0002-35bc-c60a-648b-0b25f1f05503': 'Chrome on Mac',
  '08987058-cadc-4b81-b6e1-30de50dcbe96': 'Windows Hello',
  '9ddd1817-af5a-4672-a2b9-3e3dd95000a9': 'Windows Hello',
  '6028b017-b1d4-4c02-b4b3-afcdafc96bb2': 'Windows Hello',
  'bada5566-a7aa-401f-bd96-45619a55120d': '1Password',
  'd548826e-79b4-db40-a3d8-11116f7e8349': 'Bitwarden',
  '531126d6-e717-415c-9320-3d9aa6981239': 'Dashlane',
  '53414d53-554e-4700-0000-000000000000': 'Samsung Pass',
}

/** What a passkey is called in lists, by the AAGUID of its authenticator. */
export const friendlyName = (aaguid: string) => makers[aaguid] ?? 'Passkey'
