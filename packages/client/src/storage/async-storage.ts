import type { KeyValueStorage } from './key-value-storage.js'

/** The part of `@react-native-async-storage/async-storage` that is used. */
export type AsyncStorageLike = {
  setItem(key: string, value: string): Promise<unknown>
  getItem(key: string): Promise<string | null>
  removeItem(key: string): Promise<unknown>
  getAllKeys(): Promise<readonly string[]>
}

/** aws-amplify's prefix in React Native. */
const PREFIX = '@MemoryStorage:'

/**
 * Keeps sessions in React Native's AsyncStorage, under the keys of aws-amplify: an app that changes libraries keeps its
 * users signed in.
 *
 * @example
 * configure(config, { keyValueStorage: asyncStorage(AsyncStorage) })
 */
export function asyncStorage(storage: AsyncStorageLike): KeyValueStorage {
  return {
    setItem: async (key, value) => void (await storage.setItem(PREFIX + key, value)),
    getItem: (key) => storage.getItem(PREFIX + key),
    removeItem: async (key) => void (await storage.removeItem(PREFIX + key)),
    async clear() {
      for (const key of await storage.getAllKeys()) if (key.startsWith(PREFIX)) await storage.removeItem(key)
    },
  }
}
