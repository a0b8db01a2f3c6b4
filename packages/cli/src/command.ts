import { type ParseArgsConfig, parseArgs } from 'node:util'

type OptionsConfig = NonNullable<ParseArgsConfig['options']>

/** A command: noun verb, one file each. */
export type Command = {
  /** As it is typed: `access-key add`. */
  words: string[]
  summary: string
  options: Record<string, Option>
  /** Resolves with the exit code. */
  run(values: Values): Promise<number>
}

export type Option = { value?: string; default?: string; summary: string }
export type Values = Record<string, string | undefined> & { flags: Set<string> }

/** Something that the user can put right: told in one sentence, without a stack. */
export class UsageError extends Error {}

/** Reads the options of a command. Throws UsageError. */
export function parseOptions(command: Command, args: string[]): Values {
  const options: OptionsConfig = { help: { type: 'boolean', short: 'h' } }
  for (const [name, { value }] of Object.entries(command.options)) {
    options[name] = { type: value === undefined ? 'boolean' : 'string' }
  }
  const { values } = parse(command, args, options)
  const read: Values = { flags: new Set() } as Values
  for (const [name, option] of Object.entries(command.options)) {
    const given = values[name]
    if (given === true) read.flags.add(name)
    else read[name] = typeof given === 'string' ? given : option.default
  }
  if (values.help === true) read.flags.add('help')
  return read
}

function parse(command: Command, args: string[], options: OptionsConfig) {
  try {
    return parseArgs({ args, options, strict: true })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${reason}\nTry: latchkey ${command.words.join(' ')} --help`)
  }
}

/** An option that must be given. Throws UsageError. */
export function needed(values: Values, name: string): string {
  const value = values[name]
  if (value === undefined || value === '') throw new UsageError(`--${name} is needed.`)
  return value
}
