// npm run bench -- sign-in: measures. bench/README.md says what and how.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepare, root, say } from './prepare.mjs'

const folder = join(root, 'bench')
const [name, ...args] = process.argv.slice(2)
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -'.mjs'.length))

if (!names.includes(name)) {
  say(
    [
      name ? `There is no benchmark ${name}.` : 'Which benchmark?',
      'There are:',
      ...names.map((each) => `  npm run bench -- ${each}`),
    ].join('\n'),
  )
  process.exit(2)
}
prepare()
const { default: bench } = await import(pathToFileURL(join(folder, `${name}.mjs`)).href)
await bench(args)
