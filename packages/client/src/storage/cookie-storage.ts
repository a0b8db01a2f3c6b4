import type { KeyValueStorage } from './key-value-storage.js'

/*
 * Cookies that both halves of an app read: the browser writes them, the server reads and refreshes. Names and values
 * are encoded as js-cookie does, since aws-amplify uses it: an app that changes libraries keeps its users signed in.
 */

/** Characters that RFC 6265, section 4.1.1, lets stand in a name. */
export const encodeName = (name: string) =>
  encodeURIComponent(name)
    .replace(/%(2[346B]|5E|60|7C)/g, decodeURIComponent)
    .replace(/[()]/g, (character) => (character === '(' ? '%28' : '%29'))

/** Characters that RFC 6265, section 4.1.1, lets stand in a value. */
export const encodeValue = (value: string) =>
  encodeURIComponent(value).replace(/%(2[346BF]|3[AC-F]|40|5[BDE]|60|7[BCD])/g, decodeURIComponent)

/** What nobody can decode is no cookie of ours. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The cookies in a `Cookie` header, or in `document.cookie`. */
export function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of header.split(/;\s*/)) {
    const at = pair.indexOf('=')
    if (at > 0) cookies.set(decode(pair.slice(0, at)), decode(pair.slice(at + 1).replace(/^"(.*)"$/, '$1')))
  }
  return cookies
}

/** How long cookies live, in seconds: a year, as in aws-amplify. The refresh token in them ends earlier. */
export const COOKIE_SECONDS = 365 * 24 * 3600

/** Cookies of this page. Sent to the server with each request, never across sites, and over TLS only (or localhost). */
export function cookieStorage(): KeyValueStorage {
  const write = (key: string, value: string, seconds: number) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous, and not in every browser
    document.cookie = `${encodeName(key)}=${encodeValue(value)}; path=/; max-age=${seconds}; samesite=lax; secure`
  }
  const read = () => parseCookies(document.cookie)
  return {
    async setItem(key, value) {
      write(key, value, COOKIE_SECONDS)
      // Browsers say nothing of a cookie that they do not keep: too long (4096 bytes), or blocked.
      if (read().get(key) !== value) throw new Error(`The browser does not keep the cookie ${key}.`)
    },
    getItem: async (key) => read().get(key) ?? null,
    removeItem: async (key) => write(key, '', 0),
    async clear() {
      for (const key of read().keys()) write(key, '', 0)
    },
  }
}
