// @ts-check

const DAY = 86_400

/**
 * What the console asks for when it opens, and each way to narrow it down.
 *
 * @param {number} now in seconds
 * @param {{ username: string, deviceKey: string }} somebody
 * @returns {[name: string, operation: string, request: Record<string, unknown>][]}
 */
export function casesOf(now, { username: Username, deviceKey: DeviceKey }) {
  const everything = ['Remembered', 'NotRemembered', 'Issued', 'Forgotten']
  /** @type {[string, Record<string, unknown>][]} */
  const devices = [
    ['devices', {}],
    ['devices: of any state', { States: everything }],
    ['devices: not remembered', { States: ['NotRemembered'] }],
    ['devices: forgotten', { States: ['Forgotten'] }],
    ['devices: stale over 90 days', { LastUsedBefore: now - 90 * DAY }],
    ['devices: used last week', { LastUsedAfter: now - 7 * DAY }],
    ['devices: iOS', { Platform: 'iOS' }],
    ['devices: iOS, stale', { Platform: 'iOS', LastUsedBefore: now - 90 * DAY }],
    ['devices: name contains 777', { NameContains: '777' }],
    ['devices: name contains nothing there', { NameContains: 'no such name' }],
    ['devices: of one user', { Username }],
  ]
  /** @type {[string, Record<string, unknown>][]} */
  const counts = [
    ['count: all', {}],
    ['count: stale over 90 days', { LastUsedBefore: now - 90 * DAY }],
    ['count: iOS', { Platform: 'iOS' }],
    ['count: name contains 777', { NameContains: '777' }],
  ]
  /** @type {[string, Record<string, unknown>][]} */
  const users = [
    ['users', {}],
    ['users: unconfirmed', { Statuses: ['UNCONFIRMED'] }],
    ['users: disabled', { Enabled: false }],
    ['users: username begins user-00077', { Query: 'user-00077' }],
    ['users: e-mail begins ivo.', { Query: 'ivo.' }],
    ['users: name begins Hana', { Query: 'Hana' }],
    ['users: nobody of that name', { Query: 'zzz' }],
  ]
  /** @type {[string, Record<string, unknown>][]} */
  const events = [
    ['events', {}],
    ['events: wrong passwords', { Kinds: ['WrongPassword'] }],
    ['events: of a kind that there is none of', { Kinds: ['DeviceReported'] }],
    ['events: of an operator who did nothing', { Operator: 'nobody' }],
    ['events: of one user', { Username }],
    ['events: of one device', { Username, DeviceKey }],
    ['events: of an hour, oldest first', { From: now - 3600, Order: 'OldestFirst' }],
  ]
  return [
    ...devices.map(([name, Filter]) => of(name, 'AdminListPoolDevices', { Filter })),
    ...counts.map(([name, Filter]) => of(name, 'AdminCountPoolDevices', { Filter })),
    ...users.map(([name, request]) => of(name, 'AdminSearchUsers', request)),
    ...events.map(([name, request]) => of(name, 'AdminListEvents', request)),
    of('activity of 30 days', 'AdminGetActivity', {}),
    of('bulk forget: 200 stale devices', 'AdminForgetPoolDevices', {
      Filter: { LastUsedBefore: now - 90 * DAY },
      SignOut: true,
    }),
  ]
}

/**
 * @param {string} name
 * @param {string} operation
 * @param {Record<string, unknown>} request
 * @returns {[string, string, Record<string, unknown>]}
 */
const of = (name, operation, request) => [name, operation, request]
