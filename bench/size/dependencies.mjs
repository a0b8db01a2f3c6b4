// @ts-check
import { readFileSync } from 'node:fs'

/** Why `@latchkey/auth` has each of its dependencies. docs/decisions/0012-what-the-client-depends-on.md says more. */
/** @type {Record<string, string>} */
const REASONS = {
  '@latchkey/srp': 'ours: the proof of the password and of the device, the same code as the server’s',
  '@noble/hashes': 'hashes where there is no WebCrypto (React Native, pages on http); loaded there alone',
  jose: 'verifies tokens in @latchkey/auth/server; never in a page',
}

/** @param {Record<string, number>} bytes minified bytes of each package in the bundle */
export function dependencies(bytes) {
  const manifest = readFileSync(new URL('../../packages/client/package.json', import.meta.url), 'utf8')
  return Object.keys(JSON.parse(manifest).dependencies).map((name) => {
    const reason = REASONS[name]
    if (!reason)
      throw new Error(`@latchkey/auth depends on ${name}, and bench/size/dependencies.mjs does not say why.`)
    return { name, reason, minified: bytes[name] ?? 0 }
  })
}
