import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/**
 * The built pages: the console and the account page. They are read once, by the names that the folder has, so that an
 * address is looked up among those and never becomes a path.
 */
export type StaticPages = {
  /** The page for every address below /console and /account: what it shows is decided in the browser. */
  page(): Response
  /** A file of `assets/`, by its name. */
  asset(name: string, acceptEncoding: string): Response
}

type File = { type: string; bytes: Buffer; packed: Map<Encoding, Buffer> }

type Encoding = 'br' | 'gzip'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** @param folder what `vite build` of packages/console wrote. Rejects when there are no pages in it. */
export async function loadPages(folder: string): Promise<StaticPages> {
  const [head, tail] = await readPage(folder)
  const assets = await readAssets(join(folder, 'assets'))
  return {
    page() {
      const nonce = randomBytes(16).toString('base64')
      // Libraries that write a style element give it this nonce. Source: react-aria, getNonce; Vite, html.cspNonce.
      const html = `${head}<meta property="csp-nonce" nonce="${nonce}">${tail}`
      return new Response(html, { headers: { ...pageHeaders, 'content-security-policy': policy(nonce) } })
    },

    asset(name, acceptEncoding) {
      const file = assets.get(name)
      return file ? fileResponse(file, acceptEncoding) : noSuchFile()
    },
  }
}

/** Cut where the nonce goes in. */
async function readPage(folder: string): Promise<[head: string, tail: string]> {
  const html = await readFile(join(folder, 'index.html'), 'utf8').catch(() => {
    throw new Error(`There are no pages in ${folder}: npm run build makes them.`)
  })
  const at = html.indexOf('<head>') + '<head>'.length
  return [html.slice(0, at), html.slice(at)]
}

async function readAssets(folder: string): Promise<Map<string, File>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isFile() && extname(entry.name) in types)
  const files = await Promise.all(
    names.map(async ({ name }): Promise<[string, File]> => {
      const type = types[extname(name)] ?? ''
      return [name, { type, bytes: await readFile(join(folder, name)), packed: new Map() }]
    }),
  )
  return new Map(files)
}

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}

/**
 * Scripts, styles and calls are the server's own and nobody else's; what a page might be made to write as HTML or as a
 * script is refused by the browser. `data:` is for QR codes. Source: Content Security Policy Level 3; Trusted Types.
 */
const policy = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')

const pageHeaders = {
  ...always,
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), serial=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
  'x-robots-tag': 'noindex',
}

/** Their names have a hash of what is in them. */
const FOREVER = 'public, max-age=31536000, immutable'

function fileResponse(file: File, acceptEncoding: string): Response {
  const encoding = encodingOf(file, acceptEncoding)
  const bytes = encoding ? packed(file, encoding) : file.bytes
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...always,
      'content-type': file.type,
      'content-length': String(bytes.length),
      'cache-control': FOREVER,
      vary: 'accept-encoding',
      ...(encoding && { 'content-encoding': encoding }),
    },
  })
}

/** Pictures and fonts are compressed by what they are. */
const compresses = ({ type }: File) => /^(?:text|application)\/|svg/.test(type)

function encodingOf(file: File, acceptEncoding: string): Encoding | undefined {
  if (!compresses(file)) return undefined
  const accepted = acceptEncoding.toLowerCase().split(',')
  return (['br', 'gzip'] as const).find((name) =>
    accepted.some((part) => new RegExp(`^\\s*${name}\\s*(?:;(?!\\s*q=0(?:\\.0*)?\\s*$)|$)`).test(part)),
  )
}

/** Each file is compressed once, when it is first asked for. */
function packed(file: File, encoding: Encoding): Buffer {
  const known = file.packed.get(encoding)
  if (known) return known
  const bytes =
    encoding === 'br'
      ? brotliCompressSync(file.bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })
      : gzipSync(file.bytes)
  file.packed.set(encoding, bytes)
  return bytes
}

/** Within a twentieth of the best, in a tenth of its time, for which requests wait. */
const BROTLI_QUALITY = 9

const noSuchFile = () =>
  new Response('There is no such file.\n', {
    status: 404,
    headers: { ...always, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })
