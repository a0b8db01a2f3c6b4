import { describe, expect, test } from 'vitest'
import type { SecondFactor } from '../pools/pool.js'
import { owes, type Proof, type SecondFactors, type Standing, secondFactorWanted } from './sign-in.js'

const settled: Standing = {
  mustChangePassword: false,
  secondFactor: 'not wanted',
  secondFactorProved: false,
  deviceCanBeProved: false,
  deviceProved: false,
  deviceReplacesSecondFactor: false,
}

/** Every standing that there is. */
function everyStanding(): Standing[] {
  const either = [false, true]
  const all: Standing[] = []
  for (const mustChangePassword of either)
    for (const secondFactor of ['not wanted', 'wanted', 'to be chosen', 'to be set up'] as const)
      for (const secondFactorProved of either)
        for (const deviceCanBeProved of either)
          for (const deviceProved of either)
            for (const deviceReplacesSecondFactor of either)
              all.push({
                mustChangePassword,
                secondFactor,
                secondFactorProved,
                deviceCanBeProved,
                deviceProved,
                deviceReplacesSecondFactor,
              })
  return all
}

const paidOut = everyStanding().filter((standing) => owes(standing) === undefined)

describe('of all standings there are, none is paid out', () => {
  test('with a temporary password', () => {
    expect(paidOut.filter((s) => s.mustChangePassword)).toEqual([])
  })

  test('without the second factor that is wanted, unless a device that may stand in for it was proved', () => {
    const without = paidOut.filter((s) => s.secondFactor !== 'not wanted' && !s.secondFactorProved)
    expect(without.length).toBeGreaterThan(0)
    expect(without.filter((s) => !s.deviceReplacesSecondFactor || !s.deviceProved)).toEqual([])
  })

  test('without the proof of a device that can give it', () => {
    expect(paidOut.filter((s) => s.deviceCanBeProved && !s.deviceProved)).toEqual([])
  })
})

test('every sign-in comes to an end: what is asked for and proved is not asked for again', () => {
  const prove: Record<Proof, Partial<Standing>> = {
    'new password': { mustChangePassword: false },
    'second factor': { secondFactorProved: true },
    'second factor choice': { secondFactor: 'wanted' },
    'second factor set-up': { secondFactorProved: true },
    device: { deviceProved: true },
  }
  for (const start of everyStanding()) {
    const asked: Proof[] = []
    let standing = start
    for (let proof = owes(standing); proof !== undefined; proof = owes(standing)) {
      expect(asked).not.toContain(proof)
      asked.push(proof)
      standing = { ...standing, ...prove[proof] }
    }
  }
})

describe('the order', () => {
  const everything: Standing = {
    ...settled,
    mustChangePassword: true,
    secondFactor: 'wanted',
    deviceCanBeProved: true,
  }

  test('a new password first, then the second factor, then the device', () => {
    expect(owes(everything)).toBe('new password')
    const changed = { ...everything, mustChangePassword: false }
    expect(owes(changed)).toBe('second factor')
    const proved = { ...changed, secondFactorProved: true }
    expect(owes(proved)).toBe('device')
    expect(owes({ ...proved, deviceProved: true })).toBeUndefined()
  })

  test('a device that stands in for the second factor is asked in its place', () => {
    const replacing = { ...everything, mustChangePassword: false, deviceReplacesSecondFactor: true }
    expect(owes(replacing)).toBe('device')
    expect(owes({ ...replacing, deviceProved: true })).toBeUndefined()
  })

  test('a device that cannot be proved stands in for nothing', () => {
    expect(owes({ ...settled, secondFactor: 'wanted', deviceReplacesSecondFactor: true })).toBe(
      'second factor',
    )
  })
})

const TOKEN = 'software token'
const SMS = 'sms code'
const EMAIL = 'email code'
const ALL = [SMS, TOKEN, EMAIL] as const satisfies SecondFactor[]
const NOTHING = { secondFactor: 'not wanted' } as const
const asks = (factor: SecondFactor) => ({ secondFactor: 'wanted', factor })
const choice = (...among: SecondFactor[]) => ({ secondFactor: 'to be chosen', among })
const setUp = (...among: SecondFactor[]) => ({ secondFactor: 'to be set up', among })

const nobody: SecondFactors = {
  setUp: [],
  preferred: undefined,
  usable: [],
  canBeSetUp: [TOKEN, EMAIL],
  lastResort: [],
}
type Case = [what: string, user: Partial<SecondFactors>, offers: readonly SecondFactor[], wanted: object]

const wanted = (mfa: 'off' | 'optional' | 'required') =>
  function check([, user, offers, expected]: Case) {
    expect(secondFactorWanted({ mfa, offers }, { ...nobody, ...user })).toEqual(expected)
  }

describe('without MFA', () => {
  test.for<Case>([
    ['a user who set everything up', { setUp: ALL, preferred: SMS, usable: ALL }, ALL, NOTHING],
    ['a user who set nothing up', {}, ALL, NOTHING],
  ])('%s is asked for nothing', wanted('off'))
})

describe('where it is optional', () => {
  test.for<Case>([
    ['a user who set nothing up: nothing', {}, ALL, NOTHING],
    ['verified addresses and an unused token: nothing', { usable: ALL, lastResort: ALL }, ALL, NOTHING],
    ...ALL.map((factor): Case => [`only ${factor} set up: that`, { setUp: [factor] }, ALL, asks(factor)]),
    ['two set up: a choice of them', { setUp: [TOKEN, SMS], usable: [EMAIL] }, ALL, choice(SMS, TOKEN)],
    ['three set up: a choice of them', { setUp: ALL }, ALL, choice(...ALL)],
    ...ALL.map(
      (factor): Case => [
        `three set up and ${factor} preferred: that`,
        { setUp: ALL, preferred: factor },
        ALL,
        asks(factor),
      ],
    ),
    ['the preferred one is not offered: the others', { setUp: ALL, preferred: SMS }, [TOKEN], asks(TOKEN)],
    ['none of those set up is offered: nothing', { setUp: [SMS], preferred: SMS }, [TOKEN], NOTHING],
  ])('%s', wanted('optional'))
})

describe('where it is required', () => {
  test.for<Case>([
    ['nothing at all: a set-up of what there is', {}, ALL, setUp(TOKEN, EMAIL)],
    ['nothing at all, tokens only: a set-up of them', {}, [TOKEN], setUp(TOKEN)],
    ['nothing at all, e-mail only: a set-up of that', {}, [EMAIL], setUp(EMAIL)],
    ['nothing at all, SMS only: nobody gets in', {}, [SMS], setUp()],
    ...ALL.map(
      (factor): Case => [
        `${factor} usable, never set up: that`,
        { usable: [factor], lastResort: [SMS] },
        ALL,
        asks(factor),
      ],
    ),
    ['a token and verified addresses: a choice', { usable: ALL }, ALL, choice(...ALL)],
    ['the same, of what is offered', { usable: ALL }, [TOKEN, EMAIL], choice(TOKEN, EMAIL)],
    ['one set up, another usable: a choice', { setUp: [EMAIL], usable: [SMS] }, ALL, choice(SMS, EMAIL)],
    ['one set up, which is usable too: that', { setUp: [EMAIL], usable: [EMAIL] }, ALL, asks(EMAIL)],
    ['a preferred one: that', { setUp: [EMAIL, TOKEN], preferred: EMAIL, usable: ALL }, ALL, asks(EMAIL)],
    [
      'the preferred one is not offered: another',
      { setUp: [SMS], preferred: SMS, usable: ALL },
      [EMAIL],
      asks(EMAIL),
    ],
    ['an address that is not good enough: a set-up', { lastResort: [EMAIL] }, ALL, setUp(TOKEN, EMAIL)],
    ['the same, nothing can be set up: that', { lastResort: [SMS], canBeSetUp: [] }, ALL, asks(SMS)],
    ['the same, no set-up is offered: that', { lastResort: [SMS] }, [SMS], asks(SMS)],
    ['two of them: a choice', { lastResort: [SMS, EMAIL], canBeSetUp: [] }, ALL, choice(SMS, EMAIL)],
    ['one that is not offered: nobody gets in', { lastResort: [EMAIL], canBeSetUp: [] }, [SMS], setUp()],
  ])('%s', wanted('required'))

  test('whatever a user has, nobody gets in without a second factor', () => {
    const subsets = [
      [],
      [SMS],
      [TOKEN],
      [EMAIL],
      [SMS, TOKEN],
      [SMS, EMAIL],
      [TOKEN, EMAIL],
      ALL,
    ] as SecondFactor[][]
    for (const offers of subsets)
      for (const usable of subsets)
        for (const lastResort of subsets)
          for (const canBeSetUp of subsets) {
            const user = { ...nobody, usable, lastResort, canBeSetUp }
            expect(secondFactorWanted({ mfa: 'required', offers }, user)).not.toEqual(NOTHING)
          }
  })
})
