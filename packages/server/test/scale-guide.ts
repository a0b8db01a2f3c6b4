import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** docs/guide/scale.md */
export const page = readFileSync(join(import.meta.dirname, '../../../docs/guide/scale.md'), 'utf8')

/** The first block in a language of docs/guide/scale.md that has such a line. */
export function blockOf(language: string, line: RegExp): string {
  const blocks = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
  const [, , text] = blocks.find(([, its, text = '']) => its === language && line.test(text)) ?? []
  if (text === undefined) throw new Error(`docs/guide/scale.md has no block in ${language} with ${line}.`)
  return text
}

/** The lines `name = value` of a block, without comments. */
export const settingsIn = (block: string): Record<string, string> =>
  Object.fromEntries(
    [...block.matchAll(/^(\w+)\s*=\s*(.*?)\s*$/gm)].map(([, name = '', value = '']) => [
      name,
      value.replace(/^'(.*)'$/, '$1'),
    ]),
  )
