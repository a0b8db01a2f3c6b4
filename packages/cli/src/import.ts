import { createReadStream } from 'node:fs'
import type { MovedPool, MoveOptions } from '@latchkey/server'
import { type Command, UsageError, type Values } from './command.js'
import { dataOptions, dataPlace } from './data-option.js'
import { exportKeyOf, interruptible, progressOn, summaryOf } from './moving.js'

export const importCommand: Command = {
  words: ['import'],
  summary: 'reads a whole pool from a file of latchkey export: all of it, or nothing',
  options: {
    file: { value: 'FILE', summary: 'where it is (default: standard input)' },
    check: { summary: 'only read the file and say what is in it' },
    ...dataOptions,
    json: { summary: 'print JSON' },
  },
  async run(values) {
    const { file, flags } = values
    if (file === undefined && process.stdin.isTTY)
      throw new UsageError('Name a file with --file, or send one to the input.')
    const exportKey = await exportKeyOf(process.env)
    const isCheck = flags.has('check')
    const moved = await interruptible((signal) => read(values, { exportKey, signal })).catch((error) => {
      if (isCheck || !(error instanceof Error)) throw error
      throw new Error(`${error.message.replace(/[^.]$/, '$&.')} Nothing was imported.`)
    })
    process.stdout.write(summaryOf(isCheck ? 'A whole export of' : 'Imported', moved, flags.has('json')))
    return 0
  },
}

const from = (file: string | undefined) => (file === undefined ? process.stdin : createReadStream(file))

async function read(values: Values, options: MoveOptions): Promise<MovedPool> {
  const { file, flags } = values
  const { checkExport } = await import('@latchkey/server')
  if (flags.has('check')) return checkExport(from(file), options)
  // What is wrong with a file is told before the database is touched; an input can be read only once.
  if (file !== undefined) await checkExport(from(file), options)
  return write(values, file, options)
}

async function write(values: Values, file: string | undefined, options: MoveOptions): Promise<MovedPool> {
  const { openDataFolder } = await import('@latchkey/server')
  const folder = await openDataFolder(dataPlace(values), process.env, { create: true })
  const { told, end } = progressOn(process.stderr)
  try {
    return await folder.importPool(from(file), { ...options, told })
  } finally {
    end()
    await folder.close()
  }
}
