import { type TestPool, userPool } from '@latchkey/testing'
import { expect, test } from 'vitest'
import { type Event, newEventId } from '../events/event.js'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'

let unique = 0

async function put(
  pool: TestPool,
  userId: string,
  event: Partial<Event> & Pick<Event, 'kind'>,
): Promise<void> {
  unique += 1
  const at = pool.clock.now()
  await pool.server.world.stores.events.add({
    poolId: pool.poolId,
    userId,
    outcome: 'pass',
    eventId: newEventId(at, String(unique).padStart(6, '0')),
    at,
    address: '192.0.2.7',
    userAgent: FIREFOX,
    operator: undefined,
    requestId: undefined,
    ...event,
  })
}

test('AdminListUserAuthEvents tells of sign-ins, sign-ups and passwords in Cognito’s words', async () => {
  await using pool = await userPool({
    placeOf: () => ({ city: 'Berlin', country: 'Germany' }),
  })
  const { userId } = await pool.user('alice')
  await pool.database.deleteFrom('events').execute()
  await put(pool, userId, { kind: 'signed_up' })
  await put(pool, userId, { kind: 'wrong_password', outcome: 'fail' })
  await put(pool, userId, { kind: 'wrong_code', outcome: 'fail', sessionId: 'one' })
  await put(pool, userId, { kind: 'signed_in', reason: 'a second factor was shown' })
  await put(pool, userId, {
    kind: 'signed_in',
    reason: 'the device is remembered',
    // The app's server signs users in.
    operator: 'access key LKIA1',
    operation: 'AdminInitiateAuth',
  })
  await put(pool, userId, { kind: 'code_sent', operation: 'ForgotPassword' })
  await put(pool, userId, { kind: 'password_changed', operation: 'ConfirmForgotPassword' })
  await put(pool, userId, { kind: 'password_changed' })
  await put(pool, userId, { kind: 'code_sent', operation: 'ResendConfirmationCode' })
  // What Cognito has no word for.
  await put(pool, userId, { kind: 'wrong_code', outcome: 'fail' })
  await put(pool, userId, { kind: 'device_forgotten' })
  await put(pool, userId, { kind: 'code_sent', operation: 'GetUserAttributeVerificationCode' })
  await put(pool, userId, { kind: 'password_changed', operator: 'carol' })

  const request = { UserPoolId: pool.poolId, Username: 'alice' }
  const { AuthEvents = [], NextToken } = await pool.call('AdminListUserAuthEvents', request)
  expect(NextToken).toBeUndefined()
  const password = { ChallengeName: 'Password', ChallengeResponse: 'Success' }
  const mfa = { ChallengeName: 'Mfa', ChallengeResponse: 'Success' }
  expect(AuthEvents.map((e) => [e.EventType, e.EventResponse, e.ChallengeResponses])).toEqual([
    ['ResendCode', 'Pass', []],
    ['PasswordChange', 'Pass', []],
    ['ForgotPassword', 'Pass', []],
    ['ForgotPassword', 'InProgress', []],
    ['SignIn', 'Pass', [password]],
    ['SignIn', 'Pass', [password, mfa]],
    ['SignIn', 'Fail', [{ ...mfa, ChallengeResponse: 'Failure' }]],
    ['SignIn', 'Fail', [{ ...password, ChallengeResponse: 'Failure' }]],
    ['SignUp', 'Pass', []],
  ])
  expect(AuthEvents[0]).toEqual({
    EventId: expect.any(String),
    EventType: 'ResendCode',
    EventResponse: 'Pass',
    CreationDate: pool.clock.now().getTime() / 1000,
    ChallengeResponses: [],
    EventContextData: {
      IpAddress: '192.0.2.7',
      DeviceName: 'Firefox 143, Linux',
      City: 'Berlin',
      Country: 'Germany',
    },
  })
})

test('AdminListUserAuthEvents pages, of one user, with tokens of its own', async () => {
  await using pool = await userPool()
  const { userId } = await pool.user('alice')
  await pool.user('bob')
  await pool.database.deleteFrom('events').execute()
  for (let n = 0; n < 3; n += 1) await put(pool, userId, { kind: 'signed_in', sessionId: String(n) })
  const request = { UserPoolId: pool.poolId, Username: 'alice', MaxResults: 2 }
  const first = await pool.call('AdminListUserAuthEvents', request)
  expect(first.AuthEvents).toHaveLength(2)
  const { NextToken } = first
  const second = await pool.call('AdminListUserAuthEvents', { ...request, NextToken })
  expect(second.AuthEvents).toHaveLength(1)
  expect(second).not.toHaveProperty('NextToken')
  expect((await pool.call('AdminListUserAuthEvents', { ...request, MaxResults: 0 })).AuthEvents).toHaveLength(
    3,
  )
  expect((await pool.call('AdminListUserAuthEvents', { ...request, Username: 'bob' })).AuthEvents).toEqual([])
  await expect(
    pool.call('AdminListUserAuthEvents', { ...request, Username: 'bob', NextToken }),
  ).rejects.toMatchObject({ code: 'InvalidParameterException', message: 'Invalid pagination token given.' })
  await expect(
    pool.call('AdminListUserAuthEvents', { ...request, Username: 'nobody' }),
  ).rejects.toMatchObject({ code: 'UserNotFoundException' })
})
