import { describe, expect, test } from 'vitest'
import { owes, type Proof, type Standing, secondFactorWanted } from './sign-in.js'

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
    for (const secondFactor of ['not wanted', 'wanted', 'to be set up'] as const)
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

describe('a second factor is wanted', () => {
  const none = { hasSoftwareToken: false, softwareTokenEnabled: false }
  const switchedOff = { hasSoftwareToken: true, softwareTokenEnabled: false }
  const ready = { hasSoftwareToken: true, softwareTokenEnabled: true }
  test.each([
    { mfa: 'off', user: ready, wanted: 'not wanted' },
    { mfa: 'optional', user: none, wanted: 'not wanted' },
    { mfa: 'optional', user: switchedOff, wanted: 'not wanted' },
    { mfa: 'optional', user: ready, wanted: 'wanted' },
    { mfa: 'required', user: none, wanted: 'to be set up' },
    { mfa: 'required', user: switchedOff, wanted: 'wanted' },
    { mfa: 'required', user: ready, wanted: 'wanted' },
  ] as const)('MFA $mfa, user $user: $wanted', ({ mfa, user, wanted }) => {
    expect(secondFactorWanted({ mfa, softwareTokenMfa: true }, user)).toBe(wanted)
    expect(secondFactorWanted({ mfa, softwareTokenMfa: false }, user)).toBe('not wanted')
  })
})
