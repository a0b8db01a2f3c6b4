import type { TrackedDeviceType } from '@latchkey/wire'
import { expect, test } from 'vitest'
import { deviceCells } from '../devices/device-table.js'
import { exportRows, MOST_ROWS } from './export-rows.js'
import type { Page } from './rows.js'

const table = <Row>(pages: Record<string, Page<Row>>, columns: Record<string, (row: Row) => string>) => ({
  name: 'rows',
  words: String,
  columns,
  read: async (next = 'first') => pages[next] ?? { rows: [] },
})

const ever = new AbortController().signal

test('all pages become one file, with one head', async () => {
  const progress: number[] = []
  const pages = { first: { rows: ['a', 'b'], next: 'second' }, second: { rows: ['c'] } }
  const { parts, rows, isWhole } = await exportRows(table(pages, { letter: String }), ever, (rows) =>
    progress.push(rows),
  )
  expect(parts.join('')).toBe('\uFEFFletter\r\na\r\nb\r\nc\r\n')
  expect({ rows, isWhole, progress }).toEqual({ rows: 3, isWhole: true, progress: [2, 3] })
})

test('a list without end is cut, and said to be', async () => {
  const endless = { first: { rows: Array.from({ length: MOST_ROWS / 4 }, String), next: 'first' } }
  const { rows, isWhole } = await exportRows(table(endless, { row: String }), ever, () => {})
  expect({ rows, isWhole }).toEqual({ rows: MOST_ROWS, isWhole: false })
})

test('a device is one line, and a name that would be a formula is text', async () => {
  const device: TrackedDeviceType = {
    DeviceKey: 'local_11111111-2222-4333-8444-555555555555',
    Name: '=cmd|"/c calc"!A1',
    State: 'Remembered',
    Platform: 'macOS',
    Browser: 'Chrome 141',
    System: 'macOS',
    Form: 'Desktop',
    LastIpUsed: '203.0.113.7',
    Place: 'Berlin, Germany',
    FirstTrackedDate: 0,
    LastAuthenticatedDate: 1.5,
    LastModifiedDate: 0,
    LastMfa: { Result: 'Skipped', Reason: 'the device is remembered' },
    OpenSessions: 2,
    Username: 'alice, the second',
    UserSub: '99999999-2222-4333-8444-555555555555',
  }
  const devices = {
    name: 'devices',
    words: String,
    columns: deviceCells,
    read: async () => ({ rows: [device] }),
  }
  const { parts } = await exportRows(devices, ever, () => {})
  expect(parts.join('').split('\r\n')).toEqual([
    '\uFEFFusername,user_sub,device_key,name,state,browser,system,platform,form,address,place,first_tracked,last_authenticated,forgotten,last_mfa,last_mfa_reason,open_sessions',
    `"alice, the second",99999999-2222-4333-8444-555555555555,local_11111111-2222-4333-8444-555555555555,"'=cmd|""/c calc""!A1",Remembered,Chrome 141,macOS,macOS,Desktop,203.0.113.7,"Berlin, Germany",1970-01-01T00:00:00.000Z,1970-01-01T00:00:01.500Z,,Skipped,the device is remembered,2`,
    '',
  ])
})
