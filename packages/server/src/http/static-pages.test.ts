import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { listen } from '@latchkey/server'
import { userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { loadPages } from './static-pages.js'

const SCRIPT = `export const answer = 42\n${'// the same again\n'.repeat(200)}`

/** As `vite build` leaves it, with something beside that is nobody's business. */
function built() {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-pages-'))
  mkdirSync(join(folder, 'dist', 'assets', 'deep'), { recursive: true })
  writeFileSync(join(folder, 'secret.js'), 'secret')
  writeFileSync(
    join(folder, 'dist', 'index.html'),
    '<!doctype html><html><head><title>Latchkey</title></head><body></body></html>',
  )
  writeFileSync(join(folder, 'dist', 'assets', 'index-a1.js'), SCRIPT)
  writeFileSync(join(folder, 'dist', 'assets', 'index-a1.js.map'), '{}')
  writeFileSync(join(folder, 'dist', 'assets', 'icon-b2.png'), Buffer.from([137, 80, 78, 71]))
  writeFileSync(join(folder, 'dist', 'assets', 'deep', 'inner.js'), 'inner')
  symlinkSync(join(folder, 'secret.js'), join(folder, 'dist', 'assets', 'link.js'))
  return {
    pages: join(folder, 'dist'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}

test('every address of the console and the account page is the page, which nobody caches or frames', async () => {
  using folder = built()
  await using pool = await userPool({ pages: folder.pages })
  for (const path of [
    '/console',
    '/console/',
    '/console/pools/local_A?x=1',
    '/console/../console',
    '/account/local_A?client_id=b',
  ]) {
    const answer = await pool.send(path)
    expect([answer.status, answer.headers.get('content-type')], path).toEqual([
      200,
      'text/html; charset=utf-8',
    ])
    expect(await answer.text()).toContain('<title>Latchkey</title>')
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  }
  for (const path of ['/consoles', '/accounts', '/index.html', '/'])
    expect((await pool.send(path)).status).toBe(400)
})

test('the policy lets in nothing but the server’s own, and a nonce is good for one answer', async () => {
  using folder = built()
  await using pool = await userPool({ pages: folder.pages })
  const [one, other] = [await pool.send('/console'), await pool.send('/console')]
  const policy = one.headers.get('content-security-policy') ?? ''
  const directives = Object.fromEntries(
    policy.split('; ').map((part) => [part.slice(0, part.indexOf(' ')), part.slice(part.indexOf(' ') + 1)]),
  )
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
  expect(directives).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': `'self' 'nonce-${nonce}'`,
    'connect-src': "'self'",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
    'require-trusted-types-for': "'script'",
  })
  expect(policy).not.toMatch(/unsafe|\*|https?:/)
  expect(await one.text()).toContain(`<meta property="csp-nonce" nonce="${nonce}">`)
  expect(other.headers.get('content-security-policy')).not.toContain(nonce)
})

test('a file is what it is, for ever, and compressed for whoever reads that', async () => {
  using folder = built()
  await using pool = await userPool({ pages: folder.pages })
  const ask = (encoding: string, method = 'GET') =>
    pool.send('/assets/index-a1.js', { method, headers: { 'accept-encoding': encoding } })
  const plain = await ask('identity')
  expect(Object.fromEntries(plain.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  })
  expect(await plain.text()).toBe(SCRIPT)
  const bytes = async (answer: Response) => Buffer.from(await answer.arrayBuffer())
  expect(brotliDecompressSync(await bytes(await ask('gzip, deflate, br'))).toString()).toBe(SCRIPT)
  expect(gunzipSync(await bytes(await ask('GZip;q=0.5, br;q=0'))).toString()).toBe(SCRIPT)
  expect((await ask('gzip;q=0, brotli')).headers.get('content-encoding')).toBeNull()
  const head = await ask('br', 'HEAD')
  expect([head.status, await head.text()]).toEqual([200, ''])
  const range = await pool.send('/assets/index-a1.js', { headers: { range: 'bytes=0-1' } })
  expect([range.status, (await range.text()).length]).toEqual([200, SCRIPT.length])
  const icon = await pool.send('/assets/icon-b2.png', { headers: { 'accept-encoding': 'br' } })
  expect([icon.headers.get('content-type'), icon.headers.get('content-encoding')]).toEqual([
    'image/png',
    null,
  ])
})

test('an address that is no file of the folder is 404, however it is written', async () => {
  using folder = built()
  await using pool = await userPool({ pages: folder.pages })
  await using listener = await listeningTo(pool.server.fetch)
  for (const path of [
    '/assets/nothing.js',
    '/assets/..%2Findex.html',
    '/assets/..%2F..%2Fsecret.js',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.js',
    '/assets/..%5C..%5Csecret.js',
    '/assets/%252e%252e%252fsecret.js',
    '/assets/index-a1.js%00.png',
    '/assets/index-a1.js.map',
    '/assets/link.js',
    '/assets/deep%2Finner.js',
    '/assets/INDEX-A1.JS',
    '/assets/%E0%A4%A',
    '/assets/__proto__',
    '/assets/constructor',
    `/assets/${'x'.repeat(5000)}.js`,
  ]) {
    const answer = await fetch(`${listener.url}${path}`)
    expect([answer.status, answer.headers.get('cache-control')], path).toEqual([404, 'no-store'])
    expect(await answer.text()).toBe('There is no such file.\n')
  }
  for (const path of ['/assets/../secret.js', '/assets/deep/inner.js', '/assets/']) {
    const answer = await fetch(`${listener.url}${path}`)
    expect(answer.status, path).toBeGreaterThanOrEqual(400)
    expect(await answer.text()).not.toMatch(/secret|inner/)
  }
  expect((await pool.send('/assets/index-a1.js', { method: 'POST' })).status).toBe(400)
})

async function listeningTo(handler: Parameters<typeof listen>[0]['handler']) {
  const listener = await listen({ host: '127.0.0.1', port: 0, handler })
  return { url: listener.url, [Symbol.asyncDispose]: () => listener.close() }
}

test('without pages there are none, and a folder without any is told', async () => {
  await using pool = await userPool()
  expect((await pool.send('/console')).status).toBe(400)
  await expect(loadPages(tmpdir())).rejects.toThrow(/^There are no pages in .*npm run build makes them\.$/)
})
