import { createHash, createHmac } from 'node:crypto'
import { Refusal } from '../errors.js'
import { sameText } from '../keys/keyring.js'

/**
 * AWS Signature Version 4, the server's half.
 * Source: AWS Identity and Access Management user guide, "Create a signed AWS API request".
 */

/** The secret of an access key; undefined when there is no such key. */
export type SecretOf = (accessKeyId: string) => Promise<string | undefined>

const SERVICE = 'cognito-idp'
const ALGORITHM = 'AWS4-HMAC-SHA256'
const TOLERANCE_MILLISECONDS = 5 * 60 * 1000

/** What must be under the signature: without it a signed request could be turned into another one. */
const mustBeSigned = ['host', 'x-amz-date', 'x-amz-target']

type Authorization = {
  accessKeyId: string
  date: string
  region: string
  signedHeaders: string[]
  signature: string
}

/** The access key that signed a request. Throws what AWS answers to an unsigned, badly signed or late one. */
export async function checkSignature(
  request: Request,
  body: string,
  secretOf: SecretOf,
  now: Date,
): Promise<string> {
  const authorization = parseAuthorization(request.headers.get('authorization'))
  const time = request.headers.get('x-amz-date') ?? ''
  checkTime(time, authorization.date, now)
  const secret = await secretOf(authorization.accessKeyId)
  if (secret === undefined) {
    throw new Refusal('UnrecognizedClientException', 'The security token included in the request is invalid.')
  }
  const expected = sign(
    secret,
    authorization,
    time,
    canonicalRequest(request, body, authorization.signedHeaders),
  )
  if (sameText(expected, authorization.signature)) return authorization.accessKeyId
  throw new Refusal(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
  )
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]{1,128})\/(\d{8})\/([\w-]{1,64})\/([\w-]{1,64})\/aws4_request,\s*SignedHeaders=([a-z0-9;_-]{1,2048}),\s*Signature=([0-9a-f]{64})$/

function parseAuthorization(header: string | null): Authorization {
  if (!header) throw new Refusal('MissingAuthenticationTokenException', 'Missing Authentication Token')
  const [, accessKeyId, date, region, service, signedHeaders, signature] = AUTHORIZATION.exec(header) ?? []
  if (!accessKeyId || !date || !region || !signedHeaders || !signature) {
    throw new Refusal(
      'IncompleteSignature',
      'The Authorization header is not a complete AWS4-HMAC-SHA256 signature.',
    )
  }
  if (service !== SERVICE) {
    throw new Refusal(
      'InvalidSignatureException',
      `Credential should be scoped to correct service: '${SERVICE}'.`,
    )
  }
  const names = signedHeaders.split(';')
  const missing = mustBeSigned.find((name) => !names.includes(name))
  if (missing) throw new Refusal('InvalidSignatureException', `The header ${missing} must be signed.`)
  return { accessKeyId, date, region, signedHeaders: names, signature }
}

function checkTime(time: string, date: string, now: Date): void {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? []
  const at = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`)
  if (Number.isNaN(at) || !time.startsWith(date)) {
    throw new Refusal(
      'IncompleteSignature',
      'X-Amz-Date must be of the form 20260101T000000Z and of the day of the credential.',
    )
  }
  if (Math.abs(now.getTime() - at) <= TOLERANCE_MILLISECONDS) return
  const word = at < now.getTime() ? 'expired' : 'not yet current'
  throw new Refusal('InvalidSignatureException', `Signature ${word}: ${time} is more than five minutes off.`)
}

function canonicalRequest(request: Request, body: string, signedHeaders: string[]): string {
  const url = new URL(request.url)
  const headers = signedHeaders.map((name) => `${name}:${headerValue(request, url, name)}\n`)
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&')
  return [request.method, url.pathname, query, headers.join(''), signedHeaders.join(';'), sha256(body)].join(
    '\n',
  )
}

const headerValue = (request: Request, url: URL, name: string) =>
  (request.headers.get(name) ?? (name === 'host' ? url.host : '')).trim().replace(/\s+/g, ' ')

function sign(secret: string, { date, region }: Authorization, time: string, canonical: string): string {
  const scope = `${date}/${region}/${SERVICE}/aws4_request`
  const toSign = [ALGORITHM, time, scope, sha256(canonical)].join('\n')
  const key = [date, region, SERVICE, 'aws4_request'].reduce<string | Buffer>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    `AWS4${secret}`,
  )
  return createHmac('sha256', key).update(toSign).digest('hex')
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
