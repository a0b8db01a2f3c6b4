import { createPrivateKey } from 'node:crypto'
import { clientSecretContext } from '../clients/client-store.js'
import type { Tables } from '../database/schema.js'
import type { DeviceState } from '../devices/device.js'
import { deviceVerifierContext } from '../devices/device-store.js'
import type { EventOutcome } from '../events/event.js'
import type { SigningKeyUse } from '../keys/signing-key.js'
import { signingKeyContext } from '../keys/signing-key-store.js'
import { softwareTokenContext } from '../mfa/software-token-store.js'
import type { Address, SecondFactor } from '../pools/pool.js'
import { formerPasswordContext } from '../users/former-password-store.js'
import type { UserName, UserStatus } from '../users/user.js'
import { verifierContext } from '../users/user-store.js'
import {
  type Column,
  count,
  flag,
  isObject,
  isTexts,
  isTextsByName,
  json,
  longText,
  type Of,
  oneOf,
  orNull,
  secret,
  secrets,
  text,
  time,
} from './column.js'

/**
 * What a pool is made of, table by table, in the order in which rows can be written. Each table is moved, or left for a
 * reason. The compiler and moved-tables.test.ts hold it against the schema: whoever adds a table or a column decides here.
 * `pool_id` is in no row: a file is of one pool, which its first line names.
 */

export type MovedTable = {
  name: keyof Tables
  /** The primary key after `pool_id`: the order in which rows are read. */
  key: string[]
  columns: Record<string, Column>
}

type ColumnOf<Name extends keyof Tables> = Exclude<keyof Tables[Name], 'pool_id'> & string

type Plan = {
  [Name in keyof Tables]:
    | { key: ColumnOf<Name>[]; columns: Record<ColumnOf<Name>, Column> }
    | { left: string }
}

const owner = ({ poolId, row }: Of) => ({ poolId, userId: String(row.user_id) })

const code: Plan['codes'] = {
  key: ['user_id', 'purpose'],
  columns: {
    user_id: text,
    purpose: text,
    code_hash: text,
    expires_at: time,
    failures: count,
    sent: count,
    first_sent_at: time,
  },
}

/** A step of a sign-in or a registration that was open when the pool was moved: it is begun again. */
const openStep = { left: 'belongs to a step that is under way, and over in minutes' }
const importOfUsers = { left: 'tells of files that the old server read; the users in them are moved' }

export const plan: Plan = {
  settings: { left: 'is of the server, not of a pool' },
  access_keys: { left: 'is of the server, not of a pool: make new pairs with latchkey access-key add' },
  pools: {
    key: [],
    columns: { name: text, settings: json(isObject), created_at: time, modified_at: time },
  },
  signing_keys: {
    key: ['use'],
    columns: {
      use: oneOf<SigningKeyUse>({ id: true, access: true }),
      kid: text,
      sealed_private_key: secret(
        ({ poolId, row }) => signingKeyContext(poolId, String(row.kid)),
        isPrivateKey,
      ),
      public_jwk: json(isObject),
    },
  },
  clients: {
    key: ['client_id'],
    columns: {
      client_id: text,
      name: text,
      settings: json(isObject),
      secrets: orNull(secrets(({ poolId, row }) => clientSecretContext(poolId, String(row.client_id)))),
      created_at: time,
      modified_at: time,
    },
  },
  groups: {
    key: ['group_name'],
    columns: {
      group_name: text,
      description: orNull(text),
      role_arn: orNull(text),
      precedence: orNull(count),
      created_at: time,
      modified_at: time,
    },
  },
  users: {
    key: ['user_id'],
    columns: {
      user_id: text,
      username: text,
      status: oneOf<UserStatus>({
        UNCONFIRMED: true,
        CONFIRMED: true,
        FORCE_CHANGE_PASSWORD: true,
        RESET_REQUIRED: true,
      }),
      enabled: flag,
      attributes: json(isTextsByName),
      srp_salt: orNull(text),
      sealed_srp_verifier: orNull(secret((of) => verifierContext(owner(of)))),
      password_expires_at: orNull(time),
      totp_enabled: flag,
      sms_enabled: flag,
      email_enabled: flag,
      preferred_factor: orNull(
        oneOf<SecondFactor>({ 'software token': true, 'sms code': true, 'email code': true }),
      ),
      reset_by_session: orNull(text),
      created_at: time,
      modified_at: time,
    },
  },
  user_names: {
    key: ['name'],
    columns: {
      name: text,
      user_id: text,
      kind: oneOf<UserName['kind']>({ username: true, sub: true, alias: true }),
    },
  },
  group_members: {
    key: ['user_id', 'group_name'],
    columns: { user_id: text, group_name: text, added_at: time },
  },
  linked_identities: {
    key: ['provider_name', 'subject'],
    columns: { provider_name: text, subject: text, user_id: text },
  },
  // What is counted against guessing and flooding moves, also for names that are nobody's, so that a move gives
  // nobody new guesses and does not tell who is there.
  attempts: {
    key: ['user_id'],
    columns: { user_id: text, failures: count, locked_until: time, last_failed_at: time },
  },
  codes: code,
  simulated_codes: code,
  sign_in_code_counts: {
    key: ['user_id', 'factor'],
    columns: { user_id: text, factor: text, sent: count, first_sent_at: time },
  },
  address_counts: {
    key: ['address_hash'],
    columns: { address_hash: text, sent: count, first_sent_at: time },
  },
  waiting_addresses: {
    key: ['user_id', 'attribute'],
    columns: { user_id: text, attribute: oneOf<Address>({ email: true, phone_number: true }), value: text },
  },
  former_passwords: {
    key: ['user_id', 'srp_salt'],
    columns: {
      user_id: text,
      srp_salt: text,
      sealed_srp_verifier: secret((of) => formerPasswordContext(owner(of), String(of.row.srp_salt))),
      replaced_at: time,
    },
  },
  software_tokens: {
    key: ['user_id', 'verified'],
    columns: {
      user_id: text,
      sealed_secret: secret((of) => softwareTokenContext(owner(of))),
      friendly_name: orNull(longText),
      verified: flag,
      last_step: time,
      created_at: time,
    },
  },
  // Forgotten ones too: a device that is not there could be issued again, and its user's audit trail would have a hole.
  devices: {
    key: ['user_id', 'device_key'],
    columns: {
      user_id: text,
      device_key: text,
      device_group_key: text,
      state: oneOf<DeviceState>({
        issued: true,
        not_remembered: true,
        remembered: true,
        forgotten: true,
      }),
      name: orNull(text),
      srp_salt: orNull(text),
      sealed_srp_verifier: orNull(
        secret((of) => deviceVerifierContext({ ...owner(of), deviceKey: String(of.row.device_key) })),
      ),
      user_agent: orNull(longText),
      last_ip_used: orNull(text),
      created_at: time,
      modified_at: time,
      last_authenticated_at: time,
      forgotten_at: orNull(time),
      platform: orNull(text),
      last_mfa: orNull(text),
      last_mfa_reason: orNull(text),
    },
  },
  passkeys: {
    key: ['user_id', 'credential_id'],
    columns: {
      user_id: text,
      credential_id: text,
      public_key: longText,
      counter: time,
      relying_party_id: text,
      name: text,
      transports: json(isTexts),
      attachment: orNull(text),
      created_at: time,
    },
  },
  sessions: {
    key: ['user_id', 'session_id'],
    columns: {
      user_id: text,
      session_id: text,
      origin_jti: orNull(text),
      client_id: text,
      device_key: orNull(text),
      authenticated_at: time,
      expires_at: time,
      refresh_ended_at: orNull(time),
      revoked_at: orNull(time),
      last_address: orNull(text),
    },
  },
  refresh_tokens: {
    key: ['user_id', 'token_id'],
    columns: {
      user_id: text,
      token_id: text,
      session_id: text,
      created_at: time,
      superseded_at: orNull(time),
    },
  },
  events: {
    key: ['user_id', 'event_id'],
    columns: {
      user_id: text,
      event_id: text,
      at: time,
      kind: text,
      outcome: oneOf<EventOutcome>({ pass: true, fail: true }),
      reason: orNull(text),
      device_key: orNull(text),
      client_id: orNull(text),
      session_id: orNull(text),
      address: orNull(text),
      user_agent: orNull(longText),
      operator: orNull(text),
      operation: orNull(text),
      request_id: orNull(text),
    },
  },
  activity_days: {
    key: ['day', 'kind', 'outcome'],
    columns: {
      day: time,
      kind: text,
      outcome: oneOf<EventOutcome>({ pass: true, fail: true }),
      events: time,
    },
  },
  operator_links: openStep,
  messages: { left: 'is sent by the server that wrote it: moved, it would be sent twice' },
  custom_sign_ins: openStep,
  proved_second_factors: openStep,
  sign_in_codes: openStep,
  passkey_registrations: openStep,
  import_jobs: importOfUsers,
  import_chunks: importOfUsers,
  import_log: importOfUsers,
}

/** The tables that are moved, in the order of the plan. */
export const movedTables: MovedTable[] = Object.entries(plan).flatMap(([name, table]) =>
  'columns' in table ? [{ ...table, name: name as keyof Tables }] : [],
)

/** What is in the file is open, and its name says so. */
export const nameInFile = (column: string) => column.replace(/^sealed_/, '')

function isPrivateKey(plain: Buffer): boolean {
  try {
    return createPrivateKey(plain.toString()).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}
