import { activityStore } from './activity/activity-store.js'
import { clientStore } from './clients/client-store.js'
import type { Database } from './database/schema.js'
import { deviceSearchStore } from './devices/device-search-store.js'
import { deviceStore } from './devices/device-store.js'
import { eventStore } from './events/event-store.js'
import { timelineStore } from './events/timeline-store.js'
import { groupStore } from './groups/group-store.js'
import { importJobStore } from './imports/import-job-store.js'
import { accessKeyStore } from './keys/access-key-store.js'
import type { Keyring } from './keys/keyring.js'
import { signingKeyStore } from './keys/signing-key-store.js'
import { addressCountStore } from './messages/address-count-store.js'
import { codeStore } from './messages/code-store.js'
import { outboxStore } from './messages/outbox-store.js'
import { softwareTokenStore } from './mfa/software-token-store.js'
import type { Stores } from './operation.js'
import { operatorStore } from './operators/operator-store.js'
import { passkeyStore } from './passkeys/passkey-store.js'
import { poolStore } from './pools/pool-store.js'
import { customSignInStore } from './sign-in/custom-sign-in-store.js'
import { provedFactorStore } from './sign-in/proved-factor-store.js'
import { signInCodeStore } from './sign-in/sign-in-code-store.js'
import { sessionStore } from './tokens/session-store.js'
import { attemptStore } from './users/attempt-store.js'
import { formerPasswordStore } from './users/former-password-store.js'
import { linkedIdentityStore } from './users/linked-identity-store.js'
import { userSearchStore } from './users/user-search-store.js'
import { userStore } from './users/user-store.js'
import { waitingAddressStore } from './users/waiting-address-store.js'

/** How each store is made. */
const makers: { readonly [Name in keyof Stores]: (db: Database, keyring: Keyring) => Stores[Name] } = {
  accessKeys: accessKeyStore,
  pools: poolStore,
  signingKeys: signingKeyStore,
  clients: clientStore,
  sessions: sessionStore,
  codes: codeStore,
  addressCounts: addressCountStore,
  signInCodes: signInCodeStore,
  simulatedCodes: (db, keyring) => codeStore(db, keyring, 'simulated_codes'),
  outbox: outboxStore,
  users: userStore,
  userSearch: userSearchStore,
  attempts: attemptStore,
  linkedIdentities: linkedIdentityStore,
  groups: groupStore,
  customSignIns: customSignInStore,
  provedFactors: provedFactorStore,
  formerPasswords: formerPasswordStore,
  waitingAddresses: waitingAddressStore,
  softwareTokens: softwareTokenStore,
  passkeys: passkeyStore,
  devices: deviceStore,
  deviceSearch: deviceSearchStore,
  importJobs: importJobStore,
  events: eventStore,
  operators: operatorStore,
  timeline: timelineStore,
  activity: activityStore,
}

class LazyStores {
  readonly db: Database
  readonly keyring: Keyring
  readonly made: Partial<Record<keyof Stores, unknown>> = {}

  constructor(db: Database, keyring: Keyring) {
    this.db = db
    this.keyring = keyring
  }
}

for (const name of Object.keys(makers) as (keyof Stores)[]) {
  Object.defineProperty(LazyStores.prototype, name, {
    get(this: LazyStores) {
      this.made[name] ??= makers[name](this.db, this.keyring)
      return this.made[name]
    },
  })
}

/**
 * All stores on one database, or on one transaction of it. A transaction asks for three of them or four, and to make all
 * the others as well is felt in the cost of a sign-in.
 */
export const storesOn = (db: Database, keyring: Keyring): Stores =>
  // The loop above gave it a getter for each name of `makers`, which has all of them.
  new LazyStores(db, keyring) as unknown as Stores
