import type { KeyValueStorage } from '@latchkey/auth'

/** The keys by which this browser is known again. None of them lets anybody in: the secret is in a vault of its own. */
const ofDevice =
  /\.(?:deviceKey|deviceGroupKey|randomPasswordKey|deviceSalt|deviceProved|deviceOwner|deviceNames)$/

/**
 * Where @latchkey/auth keeps things of operators: what belongs to the device in local storage, so that it is the same
 * device at the next sign-in; tokens in memory. The console drops them once the cookie has taken their place.
 */
export function deviceStorage(): KeyValueStorage & { dropTokens(): void } {
  const memory = new Map<string, string>()
  return {
    async setItem(key, value) {
      if (ofDevice.test(key)) localStorage.setItem(key, value)
      else memory.set(key, value)
    },
    getItem: async (key) => (ofDevice.test(key) ? localStorage.getItem(key) : (memory.get(key) ?? null)),
    async removeItem(key) {
      if (ofDevice.test(key)) localStorage.removeItem(key)
      else memory.delete(key)
    },
    clear: async () => memory.clear(),
    dropTokens: () => memory.clear(),
  }
}
