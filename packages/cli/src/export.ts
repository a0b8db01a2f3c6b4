import { existsSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { type Command, needed, UsageError } from './command.js'
import { dataOptions, dataPlace } from './data-option.js'
import { exportKeyOf, interruptible, progressOn, summaryOf } from './moving.js'

export const exportCommand: Command = {
  words: ['export'],
  summary: 'writes a whole pool to a sealed file, for another server',
  options: {
    pool: { value: 'ID', summary: 'the user pool id' },
    file: { value: 'FILE', summary: 'where to write it (default: standard output)' },
    ...dataOptions,
    json: { summary: 'print JSON; with --file' },
  },
  async run(values) {
    const { file, flags } = values
    const poolId = needed(values, 'pool')
    if (file === undefined) refuseTerminal(flags)
    const exportKey = await exportKeyOf(process.env)
    const { openDataFolder } = await import('@latchkey/server')
    const folder = await openDataFolder(dataPlace(values), process.env)
    const { told, end } = progressOn(process.stderr)
    try {
      const moved = await interruptible((signal) =>
        writing(file, (to) => folder.exportPool(poolId, to, { exportKey, signal, told })),
      )
      end()
      const summary = summaryOf('Exported', moved, flags.has('json'))
      const say = file === undefined ? process.stderr : process.stdout
      say.write(summary)
      return 0
    } finally {
      end()
      await folder.close()
    }
  },
}

function refuseTerminal(flags: Set<string>): void {
  if (process.stdout.isTTY) throw new UsageError('Name a file with --file, or send the output to one.')
  if (flags.has('json'))
    throw new UsageError('--json goes with --file: without it, the export is on the output.')
}

/** A file has its name only once it is whole and on the disk; what fails leaves nothing. */
async function writing<Result>(
  file: string | undefined,
  write: (to: Writable) => Promise<Result>,
): Promise<Result> {
  if (file === undefined) return write(process.stdout)
  if (existsSync(file)) throw new UsageError(`${file} is there already.`)
  const draft = `${file}.${process.pid}.part`
  // Nobody else may read it, sealed or not.
  const handle = await open(draft, 'wx', 0o600)
  try {
    const result = await write(handle.createWriteStream({ flush: true }))
    renameSync(draft, file)
    return result
  } finally {
    await handle.close()
    rmSync(draft, { force: true })
  }
}
