/** Where an app keeps what must outlive a page. The shape is aws-amplify's, so that its storages fit. */
export interface KeyValueStorage {
  setItem(key: string, value: string): Promise<void>
  getItem(key: string): Promise<string | null>
  removeItem(key: string): Promise<void>
  clear(): Promise<void>
}

/** Gone with the page, or with the process. */
export function memoryStorage(): KeyValueStorage {
  const items = new Map<string, string>()
  return {
    setItem: async (key, value) => void items.set(key, value),
    getItem: async (key) => items.get(key) ?? null,
    removeItem: async (key) => void items.delete(key),
    clear: async () => items.clear(),
  }
}

const webStorage = (storage: () => Storage): KeyValueStorage => ({
  setItem: async (key, value) => storage().setItem(key, value),
  getItem: async (key) => storage().getItem(key),
  removeItem: async (key) => storage().removeItem(key),
  clear: async () => storage().clear(),
})

const local = webStorage(() => globalThis.localStorage)

/** One for the whole page, or process: whoever configures twice stays signed in. */
const memory = memoryStorage()

/** Local storage; memory where there is none, as in Node and in workers. */
export function defaultStorage(): KeyValueStorage {
  try {
    // Node 25 has an object without methods there, unless it is told of a file.
    return typeof globalThis.localStorage?.getItem === 'function' ? local : memory
  } catch {
    // Browsers throw at the mere mention of a storage that they refuse, and will again: there it is told.
    return local
  }
}

/** A storage whose code is loaded when it is needed. */
export function lazyStorage(load: () => Promise<KeyValueStorage>): KeyValueStorage {
  let loading: Promise<KeyValueStorage> | undefined
  const storage = () => {
    loading ??= load()
    return loading
  }
  return {
    setItem: async (key, value) => (await storage()).setItem(key, value),
    getItem: async (key) => (await storage()).getItem(key),
    removeItem: async (key) => (await storage()).removeItem(key),
    clear: async () => (await storage()).clear(),
  }
}
