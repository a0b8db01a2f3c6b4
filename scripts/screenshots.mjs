// npm run screenshots: every page in docs/images, of a pool with a month of events, at the width of a desktop and of a phone.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root, run } from './prepare.mjs'

const folder = join(root, 'docs', 'images')

prepare()
mkdirSync(folder, { recursive: true })
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const test = join('conformance', 'browser', 'every-page.test.ts')
run(process.execPath, [vitest, 'run', '--project', 'browser', test], {
  stdio: ['ignore', 1, 2],
  env: { ...process.env, LATCHKEY_SCREENSHOTS: folder },
})
