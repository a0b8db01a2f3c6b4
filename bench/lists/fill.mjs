// @ts-check
/** @typedef {{ users: number, devices: number, events: number }} Sizes */

const DAY = 86_400_000

/** What the two databases say differently. `number` is that of the row. */
const dialects = {
  sqlite: {
    uuid: "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))",
    padded: (/** @type {number} */ digits) => `printf('%0${digits}d', number)`,
    hex: (/** @type {string} */ value) => `printf('%012x', ${value})`,
    series: (/** @type {number} */ count) =>
      `(with recursive series(number) as (select 0 union all select number + 1 from series where number < ${count - 1}) select number from series)`,
    bigint: '',
  },
  postgres: {
    uuid: 'gen_random_uuid()::text',
    padded: (/** @type {number} */ digits) => `lpad(number::text, ${digits}, '0')`,
    hex: (/** @type {string} */ value) => `lpad(to_hex(${value}), 12, '0')`,
    series: (/** @type {number} */ count) => `(select generate_series(0, ${count - 1}) as number)`,
    bigint: '::bigint',
  },
}

const given = ['Alice', 'Bruno', 'Chen', 'Dana', 'Emre', 'Fatima', 'Goran', 'Hana', 'Ivo', 'Jana']
const family = ['Almeida', 'Becker', 'Costa', 'Demir', 'Eriksson', 'Fischer', 'Garcia', 'Horvat', 'Ito']

/** Platform and user agent. */
const software = [
  [
    'windows',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  ],
  [
    'macos',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  ],
  [
    'ios',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  ],
  [
    'android',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  ],
  ['linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'],
]

/** One of them after the other. @param {readonly string[]} choices @param {string} by */
const oneOf = (choices, by) =>
  `(case ${by} % ${choices.length} ${choices.map((choice, at) => `when ${at} then '${choice}'`).join(' ')} end)`

/**
 * Users, devices, sessions and events of a pool, made by the database itself: two of three sessions are open, and what
 * is known of people and devices differs as it does in a pool.
 *
 * @param {(statement: string) => Promise<unknown>} run
 * @param {'sqlite' | 'postgres'} kind
 * @param {string} poolId
 * @param {Sizes} sizes
 * @param {number} now
 */
export async function fill(run, kind, poolId, { users, devices, events }, now) {
  const say = dialects[kind]
  const into = (
    /** @type {string} */ table,
    /** @type {Record<string, string>} */ columns,
    /** @type {string} */ from,
  ) =>
    run(
      `insert into ${table} (${Object.keys(columns).join()}) select ${Object.values(columns).join()} from ${from}`,
    )
  const ago = (/** @type {string} */ milliseconds) => `${now} - ${milliseconds}`
  const pool = `'${poolId}'`
  await run(`create table crowd as select number, 'user-' || ${say.padded(7)} as username, ${say.uuid} as user_id,
    ${oneOf(given, 'number')} as given, ${oneOf(family, '(number / 7)')} as family from ${say.series(users)} as numbers`)
  await run('create unique index crowd_numbers on crowd (number)')
  const attributes = `'{"email":"' || lower(given) || '.' || number || '@example.com","name":"' || given || ' ' || family || '","family_name":"' || family || '"}'`
  await into(
    'users',
    {
      pool_id: pool,
      user_id: 'user_id',
      username: 'username',
      status: `(case when number % 20 = 0 then 'FORCE_CHANGE_PASSWORD' when number % 33 = 0 then 'UNCONFIRMED' else 'CONFIRMED' end)`,
      enabled: '(case when number % 50 = 0 then 0 else 1 end)',
      attributes,
      totp_enabled: 'number % 2',
      sms_enabled: '0',
      email_enabled: '0',
      created_at: ago(`(number * 7919${say.bigint} % 730) * ${DAY}${say.bigint} - number`),
      modified_at: String(now),
    },
    'crowd',
  )
  for (const [name, nameKind] of [
    ['username', 'username'],
    ['user_id', 'sub'],
  ])
    await into(
      'user_names',
      { pool_id: pool, name: String(name), user_id: 'user_id', kind: `'${nameKind}'` },
      'crowd',
    )
  await run(`create table crowd_devices as select numbers.number, crowd.user_id, 'local_' || ${say.uuid} as device_key
    from ${say.series(devices)} as numbers join crowd on crowd.number = numbers.number % ${users}`)
  const days = `(number * 104729${say.bigint} % 365)`
  await into(
    'devices',
    {
      pool_id: pool,
      user_id: 'user_id',
      device_key: 'device_key',
      device_group_key: `'-crowd'`,
      state: oneOf(
        ['remembered', 'remembered', 'remembered', 'not_remembered', 'not_remembered', 'forgotten', 'issued'],
        'number',
      ),
      name: `(case number % 3 when 0 then 'Laptop ' || number when 1 then '📱 ' || number end)`,
      srp_salt: `'${'ab'.repeat(16)}'`,
      sealed_srp_verifier: `'${'x'.repeat(560)}'`,
      user_agent: oneOf(
        software.map(([, agent]) => String(agent)),
        '(number / 3)',
      ),
      platform: oneOf(
        software.map(([platform]) => String(platform)),
        '(number / 3)',
      ),
      last_ip_used: `'192.0.2.' || (number % 250)`,
      created_at: ago(`400 * ${DAY}${say.bigint}`),
      modified_at: String(now),
      last_authenticated_at: ago(`${days} * ${DAY}${say.bigint} - number`),
    },
    'crowd_devices',
  )
  await into(
    'sessions',
    {
      pool_id: pool,
      user_id: 'user_id',
      session_id: say.uuid,
      client_id: `'app'`,
      device_key: 'device_key',
      authenticated_at: String(now),
      expires_at: ago(`(number % 3 - 1) * ${DAY}${say.bigint}`),
    },
    'crowd_devices',
  )
  const at = `(${ago(`(number * 86413${say.bigint}) % (90 * ${DAY}${say.bigint})`)})`
  await into(
    'events',
    {
      pool_id: pool,
      user_id: 'user_id',
      event_id: `${say.hex(at)} || '-' || ${say.padded(9)}`,
      at,
      kind: oneOf(
        ['signed_in', 'mfa_skipped', 'signed_in', 'mfa_asked', 'wrong_password', 'device_tracked'],
        'number',
      ),
      outcome: `(case number % 6 when 4 then 'fail' else 'pass' end)`,
      device_key: 'device_key',
      address: `'192.0.2.' || (number % 250)`,
      user_agent: oneOf(
        software.map(([, agent]) => String(agent)),
        'number',
      ),
    },
    `(select numbers.number, crowd_devices.user_id, crowd_devices.device_key from ${say.series(events)} as numbers
      join crowd_devices on crowd_devices.number = (numbers.number * 7) % ${devices}) as numbered`,
  )
  // As housekeeping adds them up: the days that are over.
  const day = `at - at % ${DAY}`
  const today = now - (now % DAY)
  const over = `events where at < ${today}`
  await into(
    'activity_days',
    { pool_id: pool, day, kind: 'kind', outcome: 'outcome', events: 'count(*)' },
    `${over} group by ${day}, kind, outcome`,
  )
  const whole = { pool_id: pool, day, kind: `'whole_day'`, outcome: `'pass'`, events: '0' }
  await into('activity_days', whole, `${over} group by ${day}`)
  for (const table of ['crowd', 'crowd_devices']) await run(`drop table ${table}`)
  // As a server's own vacuuming leaves them: counts are of the index alone then.
  await run(kind === 'postgres' ? 'vacuum analyze' : 'analyze')
}
