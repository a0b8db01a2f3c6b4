import type { ListedOperator } from '@latchkey/server'
import type { Command } from '../command.js'
import { dataOptions, dataPlace } from '../data-option.js'

export const operatorList: Command = {
  words: ['operator', 'list'],
  summary: 'lists the operators, with what each may',
  options: { ...dataOptions, json: { summary: 'print JSON' } },
  async run(values) {
    const { openDataFolder } = await import('@latchkey/server')
    const folder = await openDataFolder(dataPlace(values), process.env)
    try {
      const operators = await folder.operators.list()
      const text = values.flags.has('json')
        ? `${JSON.stringify(operators)}\n`
        : operators.map((operator) => `${lineOf(operator)}\n`).join('')
      process.stdout.write(text)
      return 0
    } finally {
      await folder.close()
    }
  },
}

function lineOf({ name, enabled, role, pools, mfa }: ListedOperator): string {
  const grants = [...(role ? [role] : []), ...pools.map((pool) => `${pool.role} of ${pool.poolId}`)]
  const facts = [grants.join(', ') || 'no pool', mfa ? 'MFA' : 'no MFA', ...(enabled ? [] : ['disabled'])]
  return [name, ...facts].join('  ')
}
