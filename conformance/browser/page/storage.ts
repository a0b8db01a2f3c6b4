/*
 * What a script can take from a page and put into another browser: all of local and session storage, and all of
 * IndexedDB. A key of WebCrypto is taken where it can be exported; else it is not data, and becomes what JSON makes of it.
 */

export type Copy = {
  local: [key: string, value: string][]
  session: [key: string, value: string][]
  databases: Database[]
}

type Database = { name: string; version: number; stores: Store[] }
type Store = { name: string; records: { key: string; value: unknown }[] }

export async function copyStorage(): Promise<Copy> {
  const databases = await indexedDB.databases()
  return {
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    databases: await Promise.all(databases.map(({ name = '', version = 1 }) => copyDatabase(name, version))),
  }
}

export async function pasteStorage({ local, session, databases }: Copy): Promise<void> {
  for (const [key, value] of local) localStorage.setItem(key, value)
  for (const [key, value] of session) sessionStorage.setItem(key, value)
  for (const database of databases) await pasteDatabase(database)
}

/** The keys themselves, as a script in this page sees them. */
export async function cryptoKeys(): Promise<CryptoKey[]> {
  const found: CryptoKey[] = []
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name))
    for (const store of database.objectStoreNames) {
      for (const value of await done(database.transaction(store).objectStore(store).getAll())) {
        found.push(...Object.values(value).filter((member) => member instanceof CryptoKey))
      }
    }
    database.close()
  }
  return found
}

async function copyDatabase(name: string, version: number): Promise<Database> {
  const database = await done(indexedDB.open(name))
  const stores: Store[] = []
  for (const store of database.objectStoreNames) {
    const objects = database.transaction(store).objectStore(store)
    const [keys, values] = await Promise.all([done(objects.getAllKeys()), done(objects.getAll())])
    const taken = await Promise.all(values.map(take))
    stores.push({
      name: store,
      records: keys.map((key, index) => ({ key: String(key), value: taken[index] })),
    })
  }
  database.close()
  return { name, version, stores }
}

async function pasteDatabase({ name, version, stores }: Database): Promise<void> {
  const opening = indexedDB.open(name, version)
  opening.onupgradeneeded = () => {
    for (const store of stores) opening.result.createObjectStore(store.name)
  }
  const database = await done(opening)
  for (const { name, records } of stores) {
    const values = await Promise.all(records.map(({ value }) => give(value)))
    const objects = database.transaction(name, 'readwrite').objectStore(name)
    await Promise.all(records.map(({ key }, index) => done(objects.put(values[index], key))))
  }
  database.close()
}

type Taken = { $bytes: number[] } | { $array: number[] } | { $key: JsonWebKey }

async function take(value: unknown): Promise<unknown> {
  if (value instanceof ArrayBuffer) return { $bytes: [...new Uint8Array(value)] } satisfies Taken
  if (value instanceof Uint8Array) return { $array: [...value] } satisfies Taken
  if (value instanceof CryptoKey) {
    return crypto.subtle.exportKey('jwk', value).then(
      ($key) => ({ $key }) satisfies Taken,
      () => JSON.parse(JSON.stringify(value)),
    )
  }
  return members(value, take)
}

async function give(value: unknown): Promise<unknown> {
  const { $bytes, $array, $key } = Object(value) as Record<'$bytes' | '$array', number[]> & {
    $key: JsonWebKey
  }
  if ($bytes) return Uint8Array.from($bytes).buffer
  if ($array) return Uint8Array.from($array)
  if ($key) return crypto.subtle.importKey('jwk', $key, 'AES-GCM', false, ['encrypt', 'decrypt'])
  return members(value, give)
}

async function members(value: unknown, of: (member: unknown) => Promise<unknown>): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(async ([name, member]) => [name, await of(member)] as const)
  return Object.fromEntries(await Promise.all(entries))
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
