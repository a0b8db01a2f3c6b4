import { createHash, createHmac } from 'node:crypto'

/**
 * AWS Signature Version 4, the client's half: written from the specification and apart from the server's, so that
 * one mistake is not made twice. Source: IAM user guide, "Create a signed AWS API request".
 */

export type AccessKey = { accessKeyId: string; secret: string }

/** The headers that a signed request carries beside those it has: X-Amz-Date and Authorization. */
export function signRequest(request: {
  url: string
  headers: Record<string, string>
  body: string
  accessKey: AccessKey
  at: Date
  region?: string
  /** Headers that are left out of the signature, for attacks. */
  unsigned?: string[]
}): Record<string, string> {
  const { url, body, accessKey, at, region = 'local', unsigned = [] } = request
  const { host, pathname } = new URL(url)
  const date = at.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const signed = Object.entries({ ...request.headers, host, 'x-amz-date': date })
    .filter(([name]) => !unsigned.includes(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
  const names = signed.map(([name]) => name).join(';')
  const headerLines = signed.map(([name, value]) => `${name}:${value}\n`).join('')
  const canonical = `POST\n${pathname}\n\n${headerLines}\n${names}\n${sha256(body)}`
  const scope = `${date.slice(0, 8)}/${region}/cognito-idp/aws4_request`
  let key: Buffer | string = `AWS4${accessKey.secret}`
  for (const part of scope.split('/')) key = createHmac('sha256', key).update(part).digest()
  const signature = createHmac('sha256', key)
    .update(`AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`)
    .digest('hex')
  return {
    'x-amz-date': date,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKey.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
