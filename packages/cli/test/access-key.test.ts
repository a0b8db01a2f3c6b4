import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { latchkey, sdk, serve, temporaryFolder } from './command-line.js'

const env = { LATCHKEY_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
const listPools = (url: string, id: string, secret: string) =>
  sdk(url, id, secret).listUserPools({ MaxResults: 1 })

test('a pair that was added signs admin operations at once, is listed, and stops when it is removed', async () => {
  using folder = temporaryFolder()
  await using server = await serve(['--data', folder.path], { env })
  const data = ['--data', folder.path]

  const added = await latchkey(['access-key', 'add', '--json', ...data], env)
  const { accessKeyId, secretAccessKey } = JSON.parse(added.stdout)
  await expect(listPools(server.url, accessKeyId, secretAccessKey)).resolves.toBeDefined()
  await expect(listPools(server.url, accessKeyId, 'another')).rejects.toThrow(/signature/)

  const listed = await latchkey(['access-key', 'list', ...data], env)
  expect(listed.stdout).toContain(accessKeyId)
  expect(listed.stdout).not.toContain(secretAccessKey)
  expect(JSON.parse((await latchkey(['access-key', 'list', '--json', ...data], env)).stdout)).toHaveLength(1)

  expect(await latchkey(['access-key', 'remove', '--id', accessKeyId, ...data], env)).toMatchObject({
    code: 0,
  })
  await expect(listPools(server.url, accessKeyId, secretAccessKey)).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  })
  const again = await latchkey(['access-key', 'remove', '--id', accessKeyId, ...data], env)
  expect(again).toMatchObject({ code: 1, stderr: `There is no access key ${accessKeyId}.\n` })
})

test('a pair is told in a form that shells and the AWS tools read', async () => {
  using folder = temporaryFolder()
  await using _server = await serve(['--data', folder.path], { env })
  const { stdout } = await latchkey(['access-key', 'add', '--data', folder.path], env)
  expect(stdout).toMatch(/^AWS_ACCESS_KEY_ID=\w+\nAWS_SECRET_ACCESS_KEY=\w{40}\n$/)
})

test('a folder without data, and a wrong master key, are told', async () => {
  using folder = temporaryFolder()
  const none = await latchkey(['access-key', 'list', '--data', folder.path], env)
  expect(none).toMatchObject({ code: 1 })
  expect(none.stderr).toContain(`There is no Latchkey data in ${folder.path}.`)
  await using _server = await serve(['--data', folder.path], { env })
  const other = { LATCHKEY_MASTER_KEY: Buffer.alloc(32, 8).toString('base64') }
  const wrong = await latchkey(['access-key', 'list', '--data', folder.path], other)
  expect(wrong.stderr).toContain('The master key is not the one that sealed this data.')
})

test('without the master key of a production folder none is made there', async () => {
  using folder = temporaryFolder()
  await using _server = await serve(['--data', folder.path], { env })
  const commands = [
    ['access-key', 'list'],
    ['access-key', 'add'],
    ['outputs', '--pool', 'local_Test1', '--client', 'testclient'],
  ]
  for (const command of commands) {
    const refused = await latchkey([...command, '--data', folder.path])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('LATCHKEY_MASTER_KEY is missing')
  }
  expect(existsSync(join(folder.path, 'master.key'))).toBe(false)
})

test('on a folder of development its own master key is read', async () => {
  using folder = temporaryFolder()
  await using _server = await serve(['--data', folder.path])
  expect(await latchkey(['access-key', 'list', '--data', folder.path])).toMatchObject({ code: 0 })
})
