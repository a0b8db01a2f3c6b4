import { expect, test } from 'vitest'
import { decisionOf, MOST_CHALLENGES, passed } from './custom-sign-in.js'

const nothing = { challengeName: undefined, issueTokens: false, failAuthentication: false }
const begun = { history: [], publicValue: undefined }
const withPassword = { history: [passed('SRP_A')], publicValue: 'abc' }

test('failing comes before everything else that a trigger says', () => {
  const answer = { challengeName: 'CUSTOM_CHALLENGE', issueTokens: true, failAuthentication: true }
  expect(decisionOf(answer, begun)).toBe('refused')
})

test('tokens come before a further challenge', () => {
  expect(decisionOf({ ...nothing, challengeName: 'CUSTOM_CHALLENGE', issueTokens: true }, begun)).toBe(
    'tokens',
  )
})

test('a custom challenge may be asked at any time, the password only where SRP_A is to be used', () => {
  expect(decisionOf({ ...nothing, challengeName: 'CUSTOM_CHALLENGE' }, withPassword)).toBe('custom')
  expect(decisionOf({ ...nothing, challengeName: 'PASSWORD_VERIFIER' }, withPassword)).toBe('password')
  expect(decisionOf({ ...nothing, challengeName: 'PASSWORD_VERIFIER' }, begun)).toBe('not understood')
})

test.each([undefined, '', 'SMS_MFA', 'DEVICE_SRP_AUTH', 'custom_challenge', 'constructor'])(
  'the challenge %s is not understood',
  (challengeName) => {
    expect(decisionOf({ ...nothing, challengeName }, withPassword)).toBe('not understood')
  },
)

test('challenges end, and tokens may still come of the last one', () => {
  const history = Array.from({ length: MOST_CHALLENGES }, () => passed('CUSTOM_CHALLENGE'))
  const atTheEnd = { ...begun, history }
  expect(decisionOf({ ...nothing, challengeName: 'CUSTOM_CHALLENGE' }, atTheEnd)).toBe('too many challenges')
  expect(decisionOf({ ...nothing, issueTokens: true }, atTheEnd)).toBe('tokens')
  const before = { ...begun, history: history.slice(1) }
  expect(decisionOf({ ...nothing, challengeName: 'CUSTOM_CHALLENGE' }, before)).toBe('custom')
})
