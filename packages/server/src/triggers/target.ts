/** Whom a trigger asks. Pure. */

export type Target =
  | { kind: 'function'; name: string }
  | { kind: 'webhook'; url: string }
  /** A module that the configuration file names. */
  | { kind: 'module'; name: string }

/** Source: API reference of AWS Lambda, FunctionArn. A version or an alias may follow the name. */
const FUNCTION_ARN = /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:(?<name>[\w-]{1,64})(?::[\w$-]{1,128})?$/

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * The target that a member of LambdaConfig names; undefined when it names none. A webhook is reached by `https:`, or
 * by `http:` on this very machine, since what is sent holds personal data, codes and sometimes passwords.
 *
 * @example
 * targetOf('arn:aws:lambda:eu-west-1:123456789012:function:greet') // { kind: 'function', name: 'greet' }
 * targetOf('https://hooks.example.com/greet')                      // { kind: 'webhook', url: … }
 * targetOf('module:greet')                                         // { kind: 'module', name: 'greet' }
 */
export function targetOf(text: string): Target | undefined {
  const name = FUNCTION_ARN.exec(text)?.groups?.name
  if (name !== undefined) return { kind: 'function', name }
  const module = /^module:(?<name>[\w-]{1,64})$/.exec(text)?.groups?.name
  if (module !== undefined) return { kind: 'module', name: module }
  return isWebhookUrl(text) ? { kind: 'webhook', url: text } : undefined
}

/** Where a call of ours may go. Credentials belong into the signature, not into the address. */
export function isWebhookUrl(text: string): boolean {
  if (!/^https?:\/\/\S+$/.test(text) || !URL.canParse(text)) return false
  const { protocol, hostname, username, password, hash } = new URL(text)
  if (username !== '' || password !== '' || hash !== '') return false
  return protocol === 'https:' || LOOPBACK.test(hostname)
}

/** What a target must look like, for whoever wrote another one. */
export const TARGET_RULE =
  'it must be the ARN of a Lambda function (arn:aws:lambda:REGION:ACCOUNT:function:NAME), an https URL, or module:NAME with a NAME of the configuration file'
