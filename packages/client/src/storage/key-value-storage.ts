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

/** Local storage; memory where there is none, as in Node and in workers. */
export function defaultStorage(): KeyValueStorage {
  return webStorage(() => globalThis.localStorage) ?? memoryStorage()
}

/** Browsers throw at the mere mention of a storage that they refuse. */
function webStorage(of: () => Storage | undefined): KeyValueStorage | undefined {
  let storage: Storage | undefined
  try {
    storage = of()
  } catch {
    return undefined
  }
  if (!storage) return undefined
  const items = storage
  return {
    setItem: async (key, value) => items.setItem(key, value),
    getItem: async (key) => items.getItem(key),
    removeItem: async (key) => items.removeItem(key),
    clear: async () => items.clear(),
  }
}

/** A storage whose code is loaded when it is needed. */
export function lazyStorage(load: () => Promise<KeyValueStorage>): KeyValueStorage {
  return {
    setItem: async (key, value) => (await load()).setItem(key, value),
    getItem: async (key) => (await load()).getItem(key),
    removeItem: async (key) => (await load()).removeItem(key),
    clear: async () => (await load()).clear(),
  }
}
