import { type Command, needed, oneOf } from '../command.js'
import { dataOptions } from '../data-option.js'
import { withData } from '../with-data.js'
import { consoleOf } from './console-of.js'

export const operatorAdd: Command = {
  words: ['operator', 'add'],
  operand: 'NAME',
  summary: 'makes an operator of the console, with a temporary password',
  options: {
    role: { value: 'ROLE', summary: 'viewer, support or admin' },
    pool: {
      value: 'ID',
      many: true,
      summary: 'a pool in which they have it; may be repeated (default: all pools)',
    },
    ...dataOptions,
    json: { summary: 'print JSON' },
  },
  async run(values) {
    const name = needed(values, 'NAME')
    const { roles } = await import('@latchkey/server')
    const role = oneOf(values, 'role', roles)
    return withData(values, async (folder) => {
      const temporaryPassword = await folder.operators.add({ name, role, poolIds: values.lists.pool ?? [] })
      const console = consoleOf(folder)
      const text = values.flags.has('json')
        ? JSON.stringify({ name, temporaryPassword, console })
        : `console   ${console}\nname      ${name}\npassword  ${temporaryPassword}`
      process.stdout.write(`${text}\n`)
      process.stderr.write(
        'The password is not shown again. It is good for seven days, and the first sign-in asks for another one.\n',
      )
    })
  },
}
