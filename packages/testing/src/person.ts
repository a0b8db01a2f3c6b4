import { Secret, TOTP } from 'otpauth'
import type { TestClock } from './clock.js'

/** Somebody with a password and perhaps an authenticator app. */
export type Person = {
  readonly username: string
  /** The `sub`. */
  readonly userId: string
  password: string
  /** The secret in the authenticator app, in base32. */
  totpSecret: string | undefined
  /** The code that the app shows. Never the same twice: the clock goes on where the last one is used up. */
  code(): string
}

export function person(clock: TestClock, who: Pick<Person, 'username' | 'userId' | 'password'>): Person {
  let lastStep = 0
  return {
    ...who,
    totpSecret: undefined,
    code() {
      if (this.totpSecret === undefined) throw new Error(`${who.username} has no authenticator app.`)
      while (stepAt(clock) <= lastStep) clock.advance('30 seconds')
      lastStep = stepAt(clock)
      return codeAt(this.totpSecret, clock.now())
    },
  }
}

const stepAt = (clock: TestClock) => Math.floor(clock.now().getTime() / 30_000)

/** The code of a secret at some time. */
export const codeAt = (secret: string, at: Date) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() })
