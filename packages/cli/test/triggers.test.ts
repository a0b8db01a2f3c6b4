import { expect, test } from 'vitest'
import { latchkey, sample, sdk, serve, temporaryFolder } from './command-line.js'

/** Triggers as an operator sets them up: modules of the configuration file, and the environment. */

const [pool] = sample.pools

const withModule = (path: string) => ({
  ...sample,
  modules: { welcome: path },
  pools: [{ ...pool, LambdaConfig: { PreSignUp: 'module:welcome' } }],
})

const welcome = `export const handler = (event) => {
  if (event.userName === 'mallory') throw new Error('Not you')
  return { ...event, response: { ...event.response, autoConfirmUser: true } }
}
`

const signUp = (url: string, Username: string) =>
  sdk(url).signUp({ ClientId: sample.clients[0]?.ClientId, Username, Password: 'Correct-Horse-9' })

test('a module beside the configuration file is a trigger of its pools', async () => {
  using folder = temporaryFolder()
  folder.write('welcome.mjs', welcome)
  const config = folder.write('latchkey.json', withModule('./welcome.mjs'))
  await using server = await serve(['--data', folder.path, '--config', config])
  expect(await signUp(server.url, 'bob')).toMatchObject({ UserConfirmed: true })
  await expect(signUp(server.url, 'mallory')).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'PreSignUp failed with error Not you.',
  })
})

test('over the wire only modules of the configuration file can be named', async () => {
  using folder = temporaryFolder()
  folder.write('welcome.mjs', welcome)
  folder.write('evil.mjs', 'process.exit(7)')
  const config = folder.write('latchkey.json', withModule('./welcome.mjs'))
  await using server = await serve(['--data', folder.path, '--config', config])
  const create = (PreSignUp: string) =>
    sdk(server.url).createUserPool({ PoolName: 'x', LambdaConfig: { PreSignUp } })
  for (const target of ['module:evil', 'module:./evil.mjs', 'module:constructor', 'file:///etc/passwd'])
    await expect(create(target)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  expect(await create('module:welcome')).toMatchObject({
    UserPool: { LambdaConfig: { PreSignUp: 'module:welcome' } },
  })
})

test.each([
  [
    'a module that is not there',
    './none.mjs',
    undefined,
    /module welcome of the configuration file, .*none\.mjs, cannot be loaded/,
  ],
  [
    'a module that breaks',
    './welcome.mjs',
    'throw new Error("broken")',
    /module welcome .* cannot be loaded: broken/,
  ],
  [
    'a module that is no function',
    './welcome.mjs',
    'export default 7',
    /module welcome, .*must export a function/,
  ],
])('%s ends the start', async (_what, path, code, sentence) => {
  using folder = temporaryFolder()
  if (code !== undefined) folder.write('welcome.mjs', code)
  const config = folder.write('latchkey.json', withModule(path))
  const { code: exit, stderr } = await latchkey([
    'serve',
    '--port',
    '0',
    '--data',
    folder.path,
    '--config',
    config,
  ])
  expect(exit).toBe(1)
  expect(stderr).toMatch(sentence)
})

test.each([
  [{ LATCHKEY_LAMBDA_ENDPOINT: 'ftp://127.0.0.1' }, /LATCHKEY_LAMBDA_ENDPOINT must be/],
  [{ LATCHKEY_LAMBDA_ENDPOINT: '' }, /LATCHKEY_LAMBDA_ENDPOINT must be/],
  [{ LATCHKEY_TRIGGER_SECRET: 'short' }, /LATCHKEY_TRIGGER_SECRET must be/],
])('%j ends the start', async (env, sentence) => {
  using folder = temporaryFolder()
  const { code, stderr } = await latchkey(['serve', '--port', '0', '--data', folder.path], env)
  expect(code).toBe(1)
  expect(stderr).toMatch(sentence)
  expect(stderr).not.toContain('whsec_short')
})
