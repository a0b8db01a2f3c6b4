/**
 * Keeps secrets of devices where they cannot be copied from: encrypted by a key that WebCrypto will not export
 * (`extractable: false`), both in IndexedDB. A script, an extension or a backup that takes a copy of local storage, or
 * of all that it can read in IndexedDB, has nothing that passes as the device in another browser. A script that runs in
 * the page can still use the key while it runs.
 */
export type DeviceVault = {
  /**
   * The secret, or undefined where there is none.
   *
   * @throws when the browser does not give it out now: the reason
   */
  open(id: string): Promise<string | undefined>
  /** @throws when the browser keeps nothing (private mode, blocked site data): the reason */
  seal(id: string, secret: string): Promise<void>
  remove(id: string): Promise<void>
}

type Sealed = { key: CryptoKey; iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer }

const DATABASE = 'latchkey'
const STORE = 'device-secrets'
/** Some browsers neither open IndexedDB nor say why (WebKit bug 226547). */
const PATIENCE = 3000

/**
 * The vault of this browser; undefined where there is no IndexedDB or no WebCrypto (http, React Native, Node). Browsers
 * that block site data throw at the mention of IndexedDB, which is for whoever seals something to hear.
 */
export function browserVault(): DeviceVault | undefined {
  const { crypto } = globalThis
  if (!crypto?.subtle || !('indexedDB' in globalThis)) return undefined
  return {
    async open(id) {
      const found = await inStore<Sealed | undefined>('readonly', (store) => store.get(id))
      if (!found) return undefined
      const { key, iv, sealed } = found
      return new TextDecoder().decode(await crypto.subtle.decrypt(cipher(iv, id), key, sealed))
    },
    async seal(id, secret) {
      const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
        'encrypt',
        'decrypt',
      ])
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const sealed = await crypto.subtle.encrypt(cipher(iv, id), key, new TextEncoder().encode(secret))
      await inStore('readwrite', (store) => store.put({ key, iv, sealed } satisfies Sealed, id))
    },
    async remove(id) {
      await inStore('readwrite', (store) => store.delete(id)).catch(() => {})
    },
  }
}

/** The id goes into the seal: a record that is moved to another device's place does not open. */
const cipher = (iv: Uint8Array<ArrayBuffer>, id: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(id),
})

/** One transaction of one request. A connection of its own, so that no tab is in the way of another's upgrade. */
function inStore<Result>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('IndexedDB does not answer.')), PATIENCE)
    const fail = (error: unknown) => {
      clearTimeout(timer)
      reject(error)
    }
    const opening = indexedDB.open(DATABASE, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
    opening.onerror = () => fail(opening.error)
    opening.onsuccess = () => {
      const database = opening.result
      try {
        const transaction = database.transaction(STORE, mode)
        const request = act(transaction.objectStore(STORE))
        transaction.oncomplete = () => {
          clearTimeout(timer)
          resolve(request.result)
        }
        transaction.onerror = transaction.onabort = () => fail(transaction.error)
      } catch (error) {
        fail(error)
      } finally {
        // Closes once the transaction is over.
        database.close()
      }
    }
  })
}
