// @ts-check
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const NAMES = 'signIn, confirmSignIn, signOut, fetchAuthSession, rememberDevice, forgetDevice, fetchDevices'

/** What an app with devices imports, from each library. */
export const ENTRIES = {
  'aws-amplify/auth': `export { Amplify } from 'aws-amplify'\nexport { ${NAMES} } from 'aws-amplify/auth'`,
  '@latchkey/auth': `export { configure, ${NAMES} } from '@latchkey/auth'`,
  '@latchkey/react': `export { DeviceList, DeviceTimeline, RememberDevicePrompt } from '@latchkey/react'`,
  '@latchkey/react, the prompt alone': `export { RememberDevicePrompt } from '@latchkey/react'`,
  '@latchkey/react, style sheets': `import '@latchkey/react/theme.css'; import '@latchkey/react/components.css'`,
}

/** The name of the entry among the outputs; esbuild puts brackets around what is no file. */
export const APP = '<stdin>'

/** @typedef {{ minified: number, gzip: number, brotli: number }} Size bytes */

/**
 * One file that comes out. `entry` is the module that is imported dynamically, where it is one; `imports` what comes
 * along with the file.
 * @typedef {{ name: string, entry: string | undefined, imports: string[], size: Size }} OutputFile
 */

/**
 * @param {keyof typeof ENTRIES} library
 * @param {{ splitting: boolean, external?: string[] }} options `external`: what an app has anyway
 */
export async function bundle(library, { splitting, external = [] }) {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: ENTRIES[library],
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    minify: true,
    splitting,
    format: 'esm',
    platform: 'browser',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    external,
    outdir: 'out',
    write: false,
    metafile: true,
  })
  const contents = new Map(outputFiles.map(({ path, contents }) => [baseName(path), contents]))
  const outputs = Object.entries(metafile.outputs).map(([path, { entryPoint, imports, inputs }]) => ({
    name: baseName(path),
    entry: entryPoint,
    imports: imports.filter(({ kind }) => kind === 'import-statement').map((one) => baseName(one.path)),
    size: sizeOf(contents.get(baseName(path)) ?? new Uint8Array()),
    inputs,
  }))
  return { outputs, packages: bytesByPackage(outputs.map(({ inputs }) => inputs)) }
}

const baseName = (/** @type {string} */ path) => path.replace(/^.*[\\/]/, '')

/** @param {Uint8Array} contents @returns {Size} */
function sizeOf(contents) {
  const best = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  return {
    minified: contents.length,
    gzip: gzipSync(contents, { level: 9 }).length,
    brotli: brotliCompressSync(contents, { params: best }).length,
  }
}

/** Each file is sent, and so compressed, by itself. @param {OutputFile[]} files @returns {Size} */
export function sum(files) {
  const total = { minified: 0, gzip: 0, brotli: 0 }
  for (const { size } of files) {
    total.minified += size.minified
    total.gzip += size.gzip
    total.brotli += size.brotli
  }
  return total
}

/** A file with all that comes along. @param {OutputFile[]} files @param {OutputFile} first @returns {Set<OutputFile>} */
export function withImports(files, first, found = new Set([first])) {
  for (const name of first.imports) {
    const file = files.find((one) => one.name === name)
    if (!file || found.has(file)) continue
    found.add(file)
    withImports(files, file, found)
  }
  return found
}

/** @param {Record<string, { bytesInOutput: number }>[]} inputs */
function bytesByPackage(inputs) {
  /** @type {Record<string, number>} */
  const bytes = {}
  for (const [path, { bytesInOutput }] of inputs.flatMap(Object.entries)) {
    const name = packageOf(path)
    if (bytesInOutput > 0) bytes[name] = (bytes[name] ?? 0) + bytesInOutput
  }
  return bytes
}

/** @param {string} path */
function packageOf(path) {
  const [, installed] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? []
  const [, own] = /packages\/([^/]+)\//.exec(path) ?? []
  return installed ?? (own === 'client' ? '@latchkey/auth' : `@latchkey/${own}`)
}
