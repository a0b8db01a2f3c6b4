import { type Command, parseOptions, UsageError } from './command.js'
import { commands } from './commands.js'
import { helpFor, overview } from './help.js'

/**
 * Runs one command line.
 * @returns the exit code: 0 done, 1 failed, 2 misused.
 */
export async function run(args: string[]): Promise<number> {
  if (args.length === 0 || ['help', '--help', '-h'].includes(args[0] ?? '')) {
    process.stdout.write(overview(commands))
    return args.length === 0 ? 2 : 0
  }
  const command = commands.find(({ words }) => words.every((word, at) => args[at] === word))
  if (!command) return told(`There is no command ${wordsOf(args)}.\nTry: latchkey help`, 2)
  return perform(command, args.slice(command.words.length))
}

const wordsOf = (args: string[]) => args.slice(0, 2).join(' ')

async function perform(command: Command, args: string[]): Promise<number> {
  try {
    const values = parseOptions(command, args)
    if (values.flags.has('help')) {
      process.stdout.write(helpFor(command))
      return 0
    }
    return await command.run(values)
  } catch (error) {
    return told(error instanceof Error ? error.message : String(error), error instanceof UsageError ? 2 : 1)
  }
}

function told(message: string, code: number): number {
  process.stderr.write(`${message}\n`)
  return code
}
