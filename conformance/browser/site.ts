import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, extname, join } from 'node:path'
import { build } from 'esbuild'

/** Files by their path, as a web server has them. */
export type Files = ReadonlyMap<string, string | Uint8Array>

export type Site = AsyncDisposable & { readonly port: number; readonly origin: string }

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}

/** Serves files on a port of its own: an origin, with storage of its own in each profile. */
export async function serve(files: Files): Promise<Site> {
  const server = createServer(({ url = '/' }, response) => {
    const path = new URL(url, 'http://localhost').pathname.replace(/\/$/, '/index.html')
    const body = files.get(path)
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': TYPES[extname(path)] ?? 'text/plain',
    })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const PAGES = ['latchkey', 'amplify'] as const

/** A page for each module, and a worker. What a module loads lazily is a file of its own, as in an app. */
export async function pages(): Promise<Files> {
  const { outputFiles } = await build({
    entryPoints: [...PAGES, 'worker'].map((name) => join(import.meta.dirname, 'page', `${name}.ts`)),
    outdir: '/',
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2023',
    logLevel: 'error',
  })
  const scripts = outputFiles.map(({ path, contents }) => [`/${basename(path)}`, contents] as const)
  return new Map<string, string | Uint8Array>([
    ...scripts,
    ...PAGES.map((name) => [`/${name}.html`, pageWith(`/${name}.js`)] as const),
  ])
}

const pageWith = (script: string) =>
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="${script}"></script>`
