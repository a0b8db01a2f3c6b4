import { expect, test } from 'vitest'
import { latchkey, serve, temporaryFolder } from './command-line.js'

const env = { LATCHKEY_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }

/** What the console's page does with the address that a link is: undefined when it opens nothing. */
async function follow(address: string): Promise<string | undefined> {
  const { origin, hash } = new URL(address)
  const body = JSON.stringify({ link: hash.replace('#link=', '') })
  const answer = await fetch(`${origin}/console/session`, { method: 'POST', headers: { origin }, body })
  return answer.status === 204 ? answer.headers.getSetCookie()[0]?.split(';')[0] : undefined
}

const whoIs = (url: string, cookie = '') => fetch(`${url}/console/session`, { headers: { cookie } })

test('an operator is added, comes in, is listed with what they may, and is out at once when removed', {
  timeout: 120_000,
}, async () => {
  using folder = temporaryFolder()
  await using server = await serve(['--data', folder.path], { env })
  const operator = (...args: string[]) => latchkey(['operator', ...args, '--data', folder.path], env)

  const added = await operator('add', 'olga', '--role', 'support')
  expect(added).toMatchObject({ code: 0, stderr: expect.stringContaining('not shown again') })
  expect(added.stdout).toMatch(/^console {3}http:\/\/\S+\/console\nname {6}olga\npassword {2}\S{12}\n$/)
  expect(await operator('add', 'olga', '--role', 'admin')).toMatchObject({
    code: 1,
    stderr: 'There is an operator olga already.\n',
  })
  expect((await operator('list')).stdout).toBe('olga  support  no MFA\n')

  const { stdout: address } = await operator('link', 'olga')
  const cookie = await follow(address.trim())
  expect(await (await whoIs(server.url, cookie)).json()).toEqual({ Name: 'olga', Role: 'support', Pools: [] })
  expect(await follow(address.trim())).toBeUndefined()

  expect(await operator('remove', 'olga')).toMatchObject({ code: 0, stdout: '' })
  expect((await whoIs(server.url, cookie)).status).toBe(401)
  expect(await operator('remove', 'olga')).toMatchObject({ code: 1, stderr: 'There is no operator olga.\n' })
})

test('what is not the name, the role or the pool of an operator is told', async () => {
  using folder = temporaryFolder()
  await using _server = await serve(['--data', folder.path], { env })
  const add = (...args: string[]) => latchkey(['operator', 'add', ...args, '--data', folder.path], env)
  const cases: [args: string[], code: number, sentence: string | RegExp][] = [
    [[], 2, 'NAME is needed.\n'],
    [['olga'], 2, '--role is needed.\n'],
    [['olga', '--role', 'king'], 2, '--role must be one of viewer, support, admin.\n'],
    [['olga', 'otto', '--role', 'admin'], 2, /^There is one NAME, and not otto as well\.\n/],
    [['olga', '--role', 'viewer', '--pool', 'local_None'], 1, 'There is no pool local_None.\n'],
    [['with space', '--role', 'viewer'], 1, 'A name has 1 to 128 characters, and no spaces.\n'],
  ]
  for (const [args, code, sentence] of cases) {
    const { stderr, ...ended } = await add(...args)
    expect(ended, args.join(' ')).toMatchObject({ code })
    expect(stderr).toMatch(sentence)
  }
})

test('a development server prints a link to its console, for its developer', async () => {
  using folder = temporaryFolder()
  await using server = await serve(['--data', folder.path])
  const address = /^console (\S+)$/m.exec(server.printed.stdout)?.[1] ?? ''
  const cookie = await follow(address)
  expect(await (await whoIs(server.url, cookie)).json()).toEqual({
    Name: 'developer',
    Role: 'admin',
    Pools: [],
  })
  const page = await fetch(`${server.url}/console`)
  expect(await page.text()).toContain('<title>')
})
