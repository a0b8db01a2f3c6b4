import { expect, test } from 'vitest'
import { latchkey, sample, serve, temporaryFolder } from './command-line.js'

test('outputs prints the object for Amplify.configure, with where the server runs', async () => {
  using folder = temporaryFolder()
  await using server = await serve(['--data', folder.path, '--config', folder.write('c.json', sample)])
  const args = ['outputs', '--pool', 'local_Test1', '--client', 'testclient', '--data', folder.path]
  const { stdout, code } = await latchkey(args)
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    Auth: {
      Cognito: {
        userPoolId: 'local_Test1',
        userPoolClientId: 'testclient',
        userPoolEndpoint: server.url,
      },
    },
  })
  const elsewhere = await latchkey([...args, '--endpoint', 'https://id.example.com'])
  expect(JSON.parse(elsewhere.stdout).Auth.Cognito.userPoolEndpoint).toBe('https://id.example.com')
})

test('a pool or client that is not there is named', async () => {
  using folder = temporaryFolder()
  await using _server = await serve(['--data', folder.path, '--config', folder.write('c.json', sample)])
  const { code, stderr } = await latchkey([
    'outputs',
    '--pool',
    'local_Test1',
    '--client',
    'other',
    '--data',
    folder.path,
  ])
  expect(code).toBe(1)
  expect(stderr).toBe('There is no client other in a pool local_Test1.\n')
})

test('what is misused is told with the way out, and exits 2', async () => {
  expect(await latchkey(['outputs'])).toMatchObject({ code: 2, stderr: '--pool is needed.\n' })
  expect(await latchkey(['dance'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('latchkey help'),
  })
  expect(await latchkey(['serve', '--colour', 'red'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('latchkey serve --help'),
  })
  expect(await latchkey(['serve', '--port', '99999'])).toMatchObject({ code: 2 })
  expect(await latchkey([])).toMatchObject({ code: 2 })
})

test('help lists every command, and every option of one', async () => {
  const { stdout, code } = await latchkey(['help'])
  expect(code).toBe(0)
  for (const words of ['serve', 'outputs', 'access-key add', 'access-key list', 'access-key remove']) {
    expect(stdout).toContain(`latchkey ${words} `)
  }
  const serve = await latchkey(['serve', '--help'])
  for (const option of ['--host', '--port', '--data', '--config']) expect(serve.stdout).toContain(option)
})
