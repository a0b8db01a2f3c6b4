import type { ListedOperator } from '@latchkey/server'
import type { Command } from '../command.js'
import { dataOptions } from '../data-option.js'
import { withData } from '../with-data.js'

export const operatorList: Command = {
  words: ['operator', 'list'],
  summary: 'lists the operators, with what each may',
  options: { ...dataOptions, json: { summary: 'print JSON' } },
  async run(values) {
    return withData(values, async (folder) => {
      const operators = await folder.operators.list()
      const text = values.flags.has('json')
        ? `${JSON.stringify(operators)}\n`
        : operators.map((operator) => `${lineOf(operator)}\n`).join('')
      process.stdout.write(text)
    })
  },
}

function lineOf({ name, enabled, role, pools, mfa }: ListedOperator): string {
  const grants = [...(role ? [role] : []), ...pools.map((pool) => `${pool.role} of ${pool.poolId}`)]
  const facts = [grants.join(', ') || 'no pool', mfa ? 'MFA' : 'no MFA', ...(enabled ? [] : ['disabled'])]
  return [name, ...facts].join('  ')
}
