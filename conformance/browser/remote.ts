import { AuthError, decodeJWT } from '@latchkey/auth'
import type { Call, Outcome } from './page/stage.js'

/** The functions of a module that runs somewhere else: in a page, in a worker, in another process. */
export type Remote<Module> = {
  [Name in keyof Module as Module[Name] extends (...args: never[]) => unknown
    ? Name
    : never]: Module[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never
}

export function remote<Module>(call: Call): Remote<Module> {
  return new Proxy({} as Remote<Module>, {
    // Whoever awaits the module itself looks for `then`.
    get: (_, name) =>
      name === 'then' ? undefined : async (...args: unknown[]) => arrived(await call(String(name), args)),
  })
}

function arrived(outcome: Outcome): unknown {
  if ('value' in outcome) return revived(outcome.value)
  const { name, message, recoverySuggestion } = outcome.refusal
  throw new AuthError({ name, message, ...(recoverySuggestion && { recoverySuggestion }) })
}

function revived(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (Array.isArray(value)) return value.map(revived)
  if ('$token' in value) return decodeJWT(String(value.$token))
  if ('$setupUri' in value) return (app: string) => new URL(String(value.$setupUri).replaceAll('APP', app))
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, revived(member)]))
}
