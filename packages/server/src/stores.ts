import { clientStore } from './clients/client-store.js'
import type { Database } from './database/schema.js'
import { deviceStore } from './devices/device-store.js'
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
import { passkeyStore } from './passkeys/passkey-store.js'
import { poolStore } from './pools/pool-store.js'
import { customSignInStore } from './sign-in/custom-sign-in-store.js'
import { provedFactorStore } from './sign-in/proved-factor-store.js'
import { signInCodeStore } from './sign-in/sign-in-code-store.js'
import { sessionStore } from './tokens/session-store.js'
import { attemptStore } from './users/attempt-store.js'
import { formerPasswordStore } from './users/former-password-store.js'
import { linkedIdentityStore } from './users/linked-identity-store.js'
import { userStore } from './users/user-store.js'
import { waitingAddressStore } from './users/waiting-address-store.js'

/** All stores on one database, or on one transaction of it. */
export const storesOn = (db: Database, keyring: Keyring): Stores => ({
  accessKeys: accessKeyStore(db, keyring),
  pools: poolStore(db),
  signingKeys: signingKeyStore(db, keyring),
  clients: clientStore(db, keyring),
  sessions: sessionStore(db),
  codes: codeStore(db, keyring),
  addressCounts: addressCountStore(db, keyring),
  signInCodes: signInCodeStore(db, keyring),
  simulatedCodes: codeStore(db, keyring, 'simulated_codes'),
  outbox: outboxStore(db, keyring),
  users: userStore(db, keyring),
  attempts: attemptStore(db),
  linkedIdentities: linkedIdentityStore(db),
  groups: groupStore(db),
  customSignIns: customSignInStore(db, keyring),
  provedFactors: provedFactorStore(db),
  formerPasswords: formerPasswordStore(db, keyring),
  waitingAddresses: waitingAddressStore(db),
  softwareTokens: softwareTokenStore(db, keyring),
  passkeys: passkeyStore(db),
  devices: deviceStore(db, keyring),
  importJobs: importJobStore(db, keyring),
})
