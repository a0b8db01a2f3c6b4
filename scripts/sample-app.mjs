// The sample app, as Vite built it, on a port of its own beside the server that it signs its users in to.
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, sep } from 'node:path'
import { root } from './prepare.mjs'

const folder = join(root, 'examples', 'app', 'dist')

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}

/** Resolves to its address. Where the port is taken, it is on a free one. */
export async function serveSampleApp(userPoolEndpoint, port) {
  const files = filesOf(folder)
  files.set('/pool.json', poolAt(userPoolEndpoint))
  const server = createServer(({ url }, response) => {
    const path = url.replace(/\?.*/, '').replace(/\/$/, '/index.html')
    response.writeHead(files.has(path) ? 200 : 404, { 'content-type': TYPES[extname(path)] ?? 'text/plain' })
    response.end(files.get(path))
  })
  await listen(server, port).catch(() => listen(server, 0))
  return `http://127.0.0.1:${server.address().port}`
}

/** All of them are in memory, so that no address leads out of the folder. */
function filesOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = files.map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.map((path) => [path.slice(folder.length).replaceAll(sep, '/'), readFileSync(path)]))
}

function poolAt(userPoolEndpoint) {
  const pool = JSON.parse(readFileSync(join(folder, 'pool.json'), 'utf8'))
  pool.Auth.Cognito.userPoolEndpoint = userPoolEndpoint
  return JSON.stringify(pool)
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
}
