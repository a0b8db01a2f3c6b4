import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { TriggerModule } from './invoke.js'

/**
 * Loads the modules that a configuration file names: the default export, or `handler` as functions of Lambda call it.
 * Nothing else ever loads code: over the wire a pool can name only what was loaded here.
 * Throws when one cannot be loaded or is no function.
 * @param paths by name, relative to the file.
 */
export async function loadModules(
  file: string,
  paths: Readonly<Record<string, string>>,
): Promise<Record<string, TriggerModule>> {
  const loaded = Object.entries(paths).map(
    async ([name, path]) => [name, await load(name, resolve(dirname(file), path))] as const,
  )
  return Object.fromEntries(await Promise.all(loaded))
}

async function load(name: string, path: string): Promise<TriggerModule> {
  const exported: { default?: unknown; handler?: unknown } = await imported(name, path)
  const run = exported.handler ?? exported.default
  if (isTriggerModule(run)) return run
  throw new Error(`The module ${name}, ${path}, must export a function, as \`handler\` or by default.`)
}

async function imported(name: string, path: string): Promise<object> {
  try {
    return await import(pathToFileURL(path).href)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`The module ${name} of the configuration file, ${path}, cannot be loaded: ${why}`)
  }
}

const isTriggerModule = (value: unknown): value is TriggerModule => typeof value === 'function'
