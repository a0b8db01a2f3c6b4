import { DEVELOPMENT_ACCESS_KEY } from '@latchkey/server'
import { type AppClient, call, Device, type Wire } from '@latchkey/testing'
import { authenticatorApp, enrol, given, type UserPool as Pool, type TestUser } from '../pool-server.js'

/**
 * A pool with a past: people who signed in on their devices for weeks, through the protocol and a clock that is turned
 * back. What happens is the same each time.
 */

type Kind = { userAgent: string; name: string }

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)'
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)'
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0'

const kinds: Kind[] = [
  { userAgent: `${MAC} ${CHROME} Safari/537.36`, name: 'Chrome on macOS' },
  {
    userAgent: `${IPHONE} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1`,
    name: 'Safari on iOS',
  },
  { userAgent: `${WINDOWS} ${CHROME} Safari/537.36 Edg/141.0.0.0`, name: 'Edge on Windows' },
  {
    userAgent: `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Mobile Safari/537.36`,
    name: 'Chrome on Android',
  },
  {
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
    name: 'Firefox on Linux',
  },
  {
    userAgent:
      'Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
    name: 'Safari on iPad',
  },
  { userAgent: `${WINDOWS} ${CHROME} Safari/537.36`, name: 'Chrome on Windows' },
]

const PEOPLE = [
  'Amelia Hart',
  'Noah Lindqvist',
  'Priya Raman',
  'Mateo Fernández',
  'Ingrid Solberg',
  'Kofi Mensah',
  'Yuki Tanaka',
  'Sofia Rossi',
  'Liam O’Connor',
  'Zeynep Kaya',
  'Hannah Becker',
  'Tomasz Nowak',
  'Chloé Dubois',
  'Daniel Okafor',
  'Mei Chen',
  'Oliver Grant',
  'Layla Haddad',
  'Björn Eklund',
  'Ananya Iyer',
  'Lucas Almeida',
  'Emma Visser',
  'David Cohen',
  'Fatima Zahra',
  'Jonas Weber',
] as const

const DAY_SECONDS = 86_400
const HOUR_SECONDS = 3600

/** Somebody, who came so many seconds ago. */
export type Somebody = TestUser & { name: string; devices: Device[]; ago: number }

export type PastOptions = {
  /** Default: 24. */
  people?: number
  /** Default: 30. */
  days?: number
}

/** Fills a pool whose users decide about their devices. The clock is where it was, afterwards. */
export async function past(pool: Pool, { people = PEOPLE.length, days = 30 }: PastOptions = {}) {
  const chance = dice(7)
  const { clock } = pool
  const now = clock.now().getTime()
  const goTo = (secondsAgo: number) => clock.turn((now - clock.now().getTime()) / 1000 - secondsAgo)

  // Some devices were left in a drawer before the weeks that are looked at.
  const came = PEOPLE.slice(0, people).map((name, at) => ({
    name,
    ago: (at % 2 === 0 ? 130 : chance.between(1, days)) * DAY_SECONDS,
  }))
  const somebodies: Somebody[] = []
  for (const { name, ago } of came.sort((one, other) => other.ago - one.ago)) {
    goTo(ago)
    somebodies.push({ ...(await arrive(pool, name, chance)), ago })
  }
  const visits = [...Array(days).keys()].flatMap((daysAgo) =>
    somebodies.flatMap((who) => visitsOn(daysAgo, new Date(now), chance).map((ago) => ({ ago, who }))),
  )
  for (const { ago, who } of visits.sort((one, other) => other.ago - one.ago)) {
    if (ago >= who.ago - HOUR_SECONDS) continue
    goTo(ago)
    await visit(pool, who, chance)
  }
  goTo(0)
  for (const who of somebodies.slice(0, 4)) await visit(pool, who, chance)
  await countDevices(pool, days)
  return somebodies
}

/**
 * Writes down how many devices there were at the end of each day, as housekeeping does when the day is over. They are in
 * the states that they came to.
 */
async function countDevices(pool: Pool, days: number): Promise<void> {
  const { poolId: UserPoolId, clock } = pool
  const { activity } = pool.server.world.stores
  const { Devices } = await call(wireOf(pool), 'AdminListPoolDevices', { UserPoolId, Limit: 200 })
  const today = Math.floor(clock.now().getTime() / 1000 / DAY_SECONDS) * DAY_SECONDS
  for (let day = today - days * DAY_SECONDS; day < today; day += DAY_SECONDS) {
    const [from, to] = [new Date(day * 1000), new Date((day + DAY_SECONDS) * 1000)]
    const counted = { issued: 0, not_remembered: 0, remembered: 0, forgotten: 0 }
    for (const { State, FirstTrackedDate } of Devices)
      if (FirstTrackedDate * 1000 < to.getTime()) counted[stateOf[State]] += 1
    await activity.addUp(UserPoolId, { from, to }, counted)
  }
}

const stateOf = {
  Issued: 'issued',
  NotRemembered: 'not_remembered',
  Remembered: 'remembered',
  Forgotten: 'forgotten',
} as const

/** The moments of one day, in seconds before now: fewer at weekends. */
function visitsOn(daysAgo: number, now: Date, chance: Dice): number[] {
  const weekday = new Date(now.getTime() - daysAgo * DAY_SECONDS * 1000).getUTCDay()
  const isAtWork = weekday !== 0 && weekday !== 6
  if (!chance.is(isAtWork ? 0.5 : 0.15)) return []
  return [daysAgo * DAY_SECONDS + Math.round(chance.between(0.02, 9) * HOUR_SECONDS)]
}

/** Signs up, with a first device or two, which some of them tell to be remembered. */
async function arrive(pool: Pool, name: string, chance: Dice): Promise<Omit<Somebody, 'ago'>> {
  const username = plain(name)
  const user = await signedUp(pool, username, name, chance.is(0.8))
  const count = chance.pick([1, 2, 2, 3])
  const first = chance.below(kinds.length)
  const who = { ...user, name, devices: [] }
  for (let at = 0; at < count; at += 1)
    await comeOnNewDevice(pool, who, kinds[(first + at * 3) % kinds.length] as Kind, chance)
  return who
}

async function comeOnNewDevice(
  pool: Pool,
  who: Omit<Somebody, 'ago'>,
  kind: Kind,
  chance: Dice,
): Promise<void> {
  const device = deviceOf(pool, kind, nameOf(kind, who.name, chance), chance)
  pool.clock.turn(chance.between(1, 20) * 60)
  await enter(device, who)
  if (chance.is(0.7)) await device.rememberDevice()
  else if (chance.is(0.3)) await device.doNotRemember()
  who.devices.push(device)
}

/** As `pool.user` does; the AWS SDK, which that takes, signs at the computer's time. */
async function signedUp(pool: Pool, Username: string, name: string, totp: boolean): Promise<TestUser> {
  const { poolId, server, clock } = pool
  const wire = wireOf(pool)
  const attributes = { name, email: `${Username}@example.com`, email_verified: 'true' }
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))
  const user = { UserPoolId: poolId, Username }
  const made = await call(wire, 'AdminCreateUser', { ...user, UserAttributes, MessageAction: 'SUPPRESS' })
  await call(wire, 'AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true })
  const sub = given(made.User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value)
  const secret = totp ? await enrol(server, { poolId, userId: sub }) : ''
  const app = authenticatorApp(clock)
  return { username: Username, password: PASSWORD, sub, totp: () => app(secret) }
}

const PASSWORD = 'Correct-horse-1'

const plain = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .toLowerCase()
    .replace(' ', '.')

/** Some give names of their own. */
const nameOf = (kind: Kind, name: string, chance: Dice) =>
  chance.is(0.25)
    ? `${name.split(' ')[0]}’s ${/iOS|Android/.test(kind.name) ? 'phone' : 'laptop'}`
    : kind.name

async function visit(pool: Pool, who: Somebody, chance: Dice): Promise<void> {
  if (chance.is(0.06)) return comeOnNewDevice(pool, who, chance.pick(kinds), chance)
  const [favourite, ...others] = who.devices
  const device = chance.is(0.75) || others.length === 0 ? favourite : chance.pick(others)
  if (!device) return
  if (chance.is(0.2)) device.address = addressOf(chance)
  if (chance.is(0.08)) await device.signIn({ ...who, password: 'Wrong-horse-1' }, BY_PASSWORD).catch(refused)
  if (chance.is(0.03)) await wrongCode(device, who)
  await enter(device, who)
  if (chance.is(0.15)) await device.refresh().catch(refused)
  if (chance.is(0.6)) await device.signOut()
  else if (chance.is(0.03) && others.length > 0) await device.forgetDevice()
}

const BY_PASSWORD = { flow: 'password' } as const

async function enter(device: Device, who: TestUser): Promise<void> {
  const { asks } = await device.signIn(who, BY_PASSWORD)
  if (asks === 'totp') await device.answer(who.totp())
}

async function wrongCode(device: Device, who: TestUser): Promise<void> {
  const { asks } = await device.signIn(who, BY_PASSWORD).catch(() => ({ asks: 'nothing' }))
  if (asks === 'totp') await device.answer('000000').catch(refused)
}

/** What people do wrong is part of a past. */
function refused() {}

function deviceOf(pool: Pool, { userAgent }: Kind, name: string, chance: Dice): Device {
  const client: AppClient = { clientId: pool.clientId, clientSecret: undefined }
  const device = new Device(wireOf(pool, userAgent), pool.poolId, client, name)
  device.address = addressOf(chance)
  return device
}

const wireOf = ({ server, url, clock }: Pool, userAgent = 'aws-sdk-js/3.1169.0'): Wire => ({
  url,
  fetch(request, address) {
    const own = new Request(request)
    own.headers.set('user-agent', userAgent)
    return server.fetch(own, address === undefined ? {} : { address })
  },
  accessKey: DEVELOPMENT_ACCESS_KEY,
  now: clock.now,
  broken(error) {
    throw error
  },
  faultsExpected: false,
})

/** Of the networks that are there for examples (RFC 5737). */
const addressOf = (chance: Dice) =>
  `${chance.pick(['192.0.2', '198.51.100', '203.0.113'])}.${1 + chance.below(254)}`

type Dice = ReturnType<typeof dice>

/** Chance that is the same each time: mulberry32, by Tommy Ettinger, in the public domain. */
function dice(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    const more = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61))
    return ((more ^ (more >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    is: (share: number) => next() < share,
    below: (limit: number) => Math.floor(next() * limit),
    between: (least: number, most: number) => least + next() * (most - least),
    pick: <Item>(items: readonly Item[]) => items[Math.floor(next() * items.length)] as Item,
  }
}
