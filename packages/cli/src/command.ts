import { type ParseArgsConfig, parseArgs } from 'node:util'

type OptionsConfig = NonNullable<ParseArgsConfig['options']>

/** A command: noun verb, one file each. */
export type Command = {
  /** As it is typed: `access-key add`. */
  words: string[]
  /** What follows the words without an option, by the name that its help has for it: `NAME`. */
  operand?: string
  summary: string
  options: Record<string, Option>
  /** Resolves with the exit code. */
  run(values: Values): Promise<number>
}

export type Option = { value?: string; many?: boolean; default?: string; summary: string }
export type Values = Record<string, string | undefined> & {
  flags: Set<string>
  /** Of options that may be repeated, all that was given. */
  lists: Record<string, string[]>
}

/** Something that the user can put right: told in one sentence, without a stack. */
export class UsageError extends Error {}

/** Reads the options of a command. Throws UsageError. */
export function parseOptions(command: Command, args: string[]): Values {
  const options: OptionsConfig = { help: { type: 'boolean', short: 'h' } }
  for (const [name, { value, many = false }] of Object.entries(command.options)) {
    options[name] = { type: value === undefined ? 'boolean' : 'string', multiple: many }
  }
  const { values, positionals } = parse(command, args, options)
  const read = { flags: new Set<string>(), lists: {} } as Values
  for (const [name, option] of Object.entries(command.options)) {
    const given = values[name]
    if (given === true) read.flags.add(name)
    else if (Array.isArray(given)) read.lists[name] = given.map(String)
    else read[name] = typeof given === 'string' ? given : option.default
  }
  if (values.help === true) read.flags.add('help')
  if (command.operand !== undefined) read[command.operand] = positionals[0]
  return read
}

function parse(command: Command, args: string[], options: OptionsConfig) {
  try {
    const parsed = parseArgs({ args, options, strict: true, allowPositionals: command.operand !== undefined })
    const [, second] = parsed.positionals
    if (second !== undefined) throw new Error(`There is one ${command.operand}, and not ${second} as well.`)
    return parsed
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${reason}\nTry: latchkey ${command.words.join(' ')} --help`)
  }
}

/** An option or operand that must be given. Throws UsageError. */
export function needed(values: Values, name: string): string {
  const value = values[name]
  const shown = name === name.toUpperCase() ? name : `--${name}`
  if (value === undefined || value === '') throw new UsageError(`${shown} is needed.`)
  return value
}

/** An option that must be one of these. Throws UsageError. */
export function oneOf<Choice extends string>(
  values: Values,
  name: string,
  choices: readonly Choice[],
): Choice {
  const value = needed(values, name)
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw new UsageError(`--${name} must be one of ${choices.join(', ')}.`)
  return found
}
