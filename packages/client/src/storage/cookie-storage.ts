import { defaultStorage, type KeyValueStorage } from './key-value-storage.js'

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

/** The cookies in a `Cookie` header, or in `document.cookie`. Of two with a name the first: RFC 6265, section 5.4. */
export function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of header.split(/;\s*/)) {
    const at = pair.indexOf('=')
    const name = decode(pair.slice(0, Math.max(at, 0)))
    if (name && !cookies.has(name)) cookies.set(name, decode(pair.slice(at + 1).replace(/^"(.*)"$/, '$1')))
  }
  return cookies
}

/** How long cookies live, in seconds: a year, as in aws-amplify. The refresh token in them ends earlier. */
export const COOKIE_SECONDS = 365 * 24 * 3600

/**
 * What a server has no use for stays in local storage: the secret of the device, and the registration that holds it
 * until it is done. A cookie would carry it with each request, into proxies and their logs.
 */
const staysHere = (key: string) => /\.(?:randomPasswordKey|pendingDevice)$/.test(key)

/** Sessions in cookies, which the app's own server reads as well; secrets of devices not. */
export function cookieStorage(): KeyValueStorage {
  const cookies = pageCookies()
  const local = defaultStorage()
  return {
    setItem: (key, value) => (staysHere(key) ? local : cookies).setItem(key, value),
    async getItem(key) {
      const left = await cookies.getItem(key)
      if (!staysHere(key)) return left
      // aws-amplify keeps secrets in cookies.
      if (left) await local.setItem(key, left)
      if (left) await cookies.removeItem(key)
      return local.getItem(key)
    },
    async removeItem(key) {
      await cookies.removeItem(key)
      if (staysHere(key)) await local.removeItem(key)
    },
    clear: () => cookies.clear(),
  }
}

/** Cookies of this page. Sent to the server with each request, never across sites, and over TLS only (or localhost). */
function pageCookies(): KeyValueStorage {
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
