import type { Command } from './command.js'

const typed = ({ words, operand }: Command) =>
  [...words, ...(operand === undefined ? [] : [operand])].join(' ')

/** What `latchkey help` prints. */
export function overview(commands: Command[]): string {
  const width = Math.max(...commands.map((command) => typed(command).length))
  const lines = commands.map((command) => `  latchkey ${typed(command).padEnd(width)}  ${command.summary}`)
  return `Latchkey: a user pool that you run yourself, in which devices are first-class.\n\n${lines.join('\n')}\n\nlatchkey COMMAND --help tells more of each.\n`
}

/** What `latchkey COMMAND --help` prints. */
export function helpFor(command: Command): string {
  const lines = Object.entries(command.options).map(([name, { value, default: standard, summary }]) => {
    const left = `  --${name}${value === undefined ? '' : ` ${value}`}`
    return `${left.padEnd(24)}${summary}${standard === undefined ? '' : ` (default: ${standard})`}`
  })
  return `latchkey ${typed(command)}: ${command.summary}\n\n${lines.join('\n')}\n`
}
