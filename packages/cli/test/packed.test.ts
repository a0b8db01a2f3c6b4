import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { sample, serve, signIn, temporaryFolder } from './command-line.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8')
const npm = (args: string[], cwd: string) =>
  execFileSync('npm', [...args, '--loglevel=error', '--no-audit', '--no-fund'], { cwd, encoding: 'utf8' })

test('the packages work when they are packed and installed into an empty folder', {
  timeout: 240_000,
}, async () => {
  using folder = temporaryFolder()
  const packages = ['wire', 'srp', 'server', 'console', 'cli'].map((name) => join(root, 'packages', name))
  npm(['pack', ...packages, '--pack-destination', folder.path], root)
  const tarballs = readdirSync(folder.path).filter((name) => name.endsWith('.tgz'))
  expect(tarballs).toHaveLength(5)

  folder.write('package.json', { private: true })
  npm(['install', ...tarballs.map((name) => `./${name}`)], folder.path)
  const entry = join(folder.path, 'node_modules', 'latchkey', 'dist', 'index.js')
  expect(existsSync(join(folder.path, 'node_modules', '.bin', 'latchkey'))).toBe(true)

  const config = folder.write('latchkey.json', sample)
  await using server = await serve(['--data', join(folder.path, 'data'), '--config', config], { entry })
  await expect(signIn(server.url)).resolves.toHaveProperty('AuthenticationResult.AccessToken')
})

test('what is published is what runs: no tests, no sources of the model, no build leftovers, and the licence', () => {
  for (const name of ['wire', 'srp', 'server', 'cli']) {
    const listing = JSON.parse(npm(['pack', '--dry-run', '--json', join(root, 'packages', name)], root))
    const files: string[] = listing[0].files.map(({ path }: { path: string }) => path)
    expect(files).toContain('dist/index.js')
    expect(files.filter((file) => /\.test\.|tsbuildinfo|\.map$|model\.json|^src\//.test(file))).toEqual([])
    for (const text of ['LICENSE', 'NOTICE']) {
      expect(files).toContain(text)
      expect(read('packages', name, text)).toBe(read(text))
    }
  }
})
