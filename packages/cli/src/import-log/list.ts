import { type Command, needed } from '../command.js'
import { dataOptions } from '../data-option.js'
import { inOneLine } from '../one-line.js'
import { print } from '../print.js'
import { withData } from '../with-data.js'

export const importLogList: Command = {
  words: ['import-log', 'list'],
  summary: 'prints what became of each line of a user import job',
  options: {
    pool: { value: 'ID', summary: 'the user pool id' },
    job: { value: 'ID', summary: 'the job id, as CreateUserImportJob answered it' },
    ...dataOptions,
    json: { summary: 'print JSON' },
  },
  async run(values) {
    const [poolId, jobId] = [needed(values, 'pool'), needed(values, 'job')]
    return withData(values, async (folder) => {
      const log = await folder.importLog(poolId, jobId)
      if (!log) throw new Error(`There is no user import job ${jobId} in a pool ${poolId}.`)
      await (values.flags.has('json') ? printJson(log) : printLines(log))
    })
  },
}

type Log = AsyncIterable<{ line: number; outcome: string; message: string }[]>

/**
 * Page by page: a log may have half a million lines. In the form of Cognito's own. Functions of the pool write into it, and
 * perhaps what they were told of the user.
 */
async function printLines(log: Log): Promise<void> {
  for await (const page of log) {
    const lines = page.map(
      ({ line, outcome, message }) => `[${outcome}] Line Number ${line} - ${inOneLine(message)}\n`,
    )
    await print(lines.join(''))
  }
}

async function printJson(log: Log): Promise<void> {
  let before = '['
  for await (const page of log) {
    await print(before + page.map((entry) => JSON.stringify(entry)).join(',\n'))
    before = ',\n'
  }
  await print(before === '[' ? '[]\n' : ']\n')
}
