// npm run latchkey -- serve --port 9300
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepare, root } from './prepare.mjs'

prepare()
await import(pathToFileURL(join(root, 'packages', 'cli', 'dist', 'index.js')).href)
