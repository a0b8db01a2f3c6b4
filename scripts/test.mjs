// npm test: installs what is missing and runs everything. npm test -- packages/srp runs the tests of a part alone.
import { join } from 'node:path'
import { prepare, root, run, say } from './prepare.mjs'

const tool = (name, ...path) => [process.execPath, [join(root, 'node_modules', name, ...path)]]

const steps = [
  ['format and lint', ...with_(tool('@biomejs/biome', 'bin', 'biome'), 'ci', '--error-on-warnings')],
  ['types of the tests', ...with_(tool('typescript', 'bin', 'tsc'), '-p', 'tsconfig.tests.json')],
  [
    'types of the console',
    ...with_(tool('typescript', 'bin', 'tsc'), '-p', join(root, 'packages', 'console')),
  ],
  ['types of the example', ...with_(tool('typescript', 'bin', 'tsc'), '-p', join(root, 'examples', 'app'))],
  ['tests', ...with_(tool('vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2))],
]

function with_([command, args], ...more) {
  return [command, [...args, ...more]]
}

prepare()
for (const [name, command, args] of steps) {
  say(`\n— ${name}`)
  run(command, args, { stdio: ['ignore', 1, 2] })
}
say('\nEverything passed.')
