import type { Kysely } from 'kysely'

/**
 * The tables, column by column. Text and numbers only, so that SQLite and PostgreSQL mean the same:
 * times are milliseconds since 1970, booleans are 0 or 1, sealed values and documents are text.
 * Every table of users begins its primary key with the pool and the user, so that a request stays on one shard.
 */
export type Tables = {
  settings: { name: string; value: string }
  access_keys: { access_key_id: string; sealed_secret: string; created_at: number }
  pools: {
    pool_id: string
    name: string
    settings: string
    created_at: number
    modified_at: number
  }
  signing_keys: { pool_id: string; use: string; kid: string; sealed_private_key: string; public_jwk: string }
  clients: {
    pool_id: string
    client_id: string
    name: string
    settings: string
    secrets: string | null
    created_at: number
    modified_at: number
  }
  users: {
    pool_id: string
    user_id: string
    username: string
    status: string
    enabled: number
    attributes: string
    srp_salt: string | null
    sealed_srp_verifier: string | null
    password_expires_at: number | null
    totp_enabled: number
    sms_enabled: number
    email_enabled: number
    preferred_factor: string | null
    /** While the password is to be reset: the session in which its user asked for that. */
    reset_by_session: string | null
    created_at: number
    modified_at: number
  }
  user_names: { pool_id: string; name: string; user_id: string; kind: string }
  groups: {
    pool_id: string
    group_name: string
    description: string | null
    role_arn: string | null
    precedence: number | null
    created_at: number
    modified_at: number
  }
  group_members: { pool_id: string; user_id: string; group_name: string; added_at: number }
  linked_identities: { pool_id: string; provider_name: string; subject: string; user_id: string }
  custom_sign_ins: {
    pool_id: string
    user_id: string
    sign_in_id: string
    round: number
    sealed_state: string
    expires_at: number
  }
  proved_second_factors: { pool_id: string; user_id: string; sign_in_id: string; expires_at: number }
  attempts: {
    pool_id: string
    user_id: string
    failures: number
    locked_until: number
    last_failed_at: number
  }
  codes: CodeRow
  /** Codes that were never sent, of names that belong to nobody. */
  simulated_codes: CodeRow
  /** Addresses that are not in use before they are verified. */
  waiting_addresses: { pool_id: string; user_id: string; attribute: string; value: string }
  former_passwords: {
    pool_id: string
    user_id: string
    srp_salt: string
    sealed_srp_verifier: string
    replaced_at: number
  }
  sign_in_codes: {
    pool_id: string
    user_id: string
    sign_in_id: string
    code_hash: string
    expires_at: number
    guesses: number
  }
  sign_in_code_counts: {
    pool_id: string
    user_id: string
    factor: string
    sent: number
    first_sent_at: number
  }
  /** Codes to addresses that nobody proved to own. */
  address_counts: { pool_id: string; address_hash: string; sent: number; first_sent_at: number }
  messages: {
    message_id: string
    pool_id: string
    user_id: string
    medium: string
    sealed_content: string
    created_at: number
    occasion: string | null
    state: string
    attempts: number
    next_attempt_at: number
    expires_at: number | null
    finished_at: number | null
    last_error: string | null
  }
  software_tokens: {
    pool_id: string
    user_id: string
    sealed_secret: string
    friendly_name: string | null
    verified: number
    last_step: number
    created_at: number
  }
  devices: {
    pool_id: string
    user_id: string
    device_key: string
    device_group_key: string
    state: string
    name: string | null
    srp_salt: string | null
    sealed_srp_verifier: string | null
    user_agent: string | null
    last_ip_used: string | null
    created_at: number
    modified_at: number
    last_authenticated_at: number
    forgotten_at: number | null
    /** A family of systems: `windows`, `ios`, …; null where nobody signed in on it since there is this column. */
    platform: string | null
    /** How the last sign-in on it came by its second factor; null where it is not known. */
    last_mfa: string | null
    last_mfa_reason: string | null
  }
  passkeys: {
    pool_id: string
    user_id: string
    credential_id: string
    public_key: string
    counter: number
    relying_party_id: string
    name: string
    transports: string
    attachment: string | null
    created_at: number
  }
  passkey_registrations: {
    pool_id: string
    user_id: string
    challenge: string
    client_id: string
    expires_at: number
  }
  sessions: {
    pool_id: string
    user_id: string
    session_id: string
    origin_jti: string | null
    client_id: string
    device_key: string | null
    authenticated_at: number
    expires_at: number
    refresh_ended_at: number | null
    revoked_at: number | null
    /** Where its tokens were last given out to. */
    last_address: string | null
  }
  import_jobs: {
    pool_id: string
    job_id: string
    name: string
    role_arn: string
    status: string
    upload_id: string | null
    lines_done: number
    imported: number
    skipped: number
    failed: number
    completion_message: string | null
    created_at: number
    started_at: number | null
    completed_at: number | null
    progressed_at: number
  }
  import_chunks: {
    pool_id: string
    job_id: string
    upload_id: string
    position: number
    sealed_content: string
  }
  import_log: { pool_id: string; job_id: string; line: number; outcome: string; message: string }
  /** They outlive their users: an operator who deletes one is on record. */
  events: {
    pool_id: string
    /** Empty for what is about a pool, not about a user. */
    user_id: string
    /** The time comes first in it: in its order, events are in theirs. */
    event_id: string
    at: number
    kind: string
    outcome: string
    reason: string | null
    device_key: string | null
    client_id: string | null
    session_id: string | null
    address: string | null
    user_agent: string | null
    operator: string | null
    operation: string | null
    request_id: string | null
  }
  /** What the events of a whole day came to, kept when the events themselves are pruned. */
  activity_days: { pool_id: string; day: number; kind: string; outcome: string; events: number }
  /** One-time links with which an operator comes in. */
  operator_links: { pool_id: string; user_id: string; link_hash: string; expires_at: number }
  refresh_tokens: {
    pool_id: string
    user_id: string
    token_id: string
    session_id: string
    created_at: number
    superseded_at: number | null
  }
}

type CodeRow = {
  pool_id: string
  user_id: string
  purpose: string
  code_hash: string
  expires_at: number
  failures: number
  sent: number
  first_sent_at: number
}

export type Database = Kysely<Tables>
