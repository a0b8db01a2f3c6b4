/** What a page (or a worker, or another ground) is asked to do, and what came of it: functions of a module by name. */

/** It travels as structured data. */
export type Outcome = { value: unknown } | { refusal: Refusal }

export type Refusal = { name: string; message: string; recoverySuggestion?: string | undefined }

export type Call = (name: string, args: readonly unknown[]) => Promise<Outcome>

type Functions = Record<string, unknown>

/** The stage of a module. */
export function stageOf(module: Functions): Call {
  return async (name, args) => {
    const act = module[name]
    if (typeof act !== 'function') throw new Error(`There is no function ${name}.`)
    try {
      return { value: carried(await act(...args)) }
    } catch (error) {
      return { refusal: refusalOf(error) }
    }
  }
}

/** Two things of aws-amplify's outputs are no data: tokens, which are read again, and the address of a QR code. */
function carried(value: unknown): unknown {
  if (typeof value === 'function') return { $setupUri: String(value('APP')) }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (Array.isArray(value)) return value.map(carried)
  if (Object.hasOwn(value, 'toString')) return { $token: String(value) }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, carried(member)]))
}

function refusalOf(error: unknown): Refusal {
  const { name, message, recoverySuggestion } = error as Refusal
  return { name, message, recoverySuggestion }
}
