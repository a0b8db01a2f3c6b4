import type { Tone } from '@latchkey/react'
import type { UserStatusType } from '@latchkey/wire'
import { count } from '../devices/device-words.js'

/** What is said of a user. */

const statuses: Record<UserStatusType, { words: string; tone: Tone; means: string }> = {
  CONFIRMED: { words: 'Confirmed', tone: 'ok', means: 'Can sign in.' },
  UNCONFIRMED: {
    words: 'Unconfirmed',
    tone: 'warn',
    means: 'Signed up, and has not entered the code that was sent.',
  },
  FORCE_CHANGE_PASSWORD: {
    words: 'Must choose a password',
    tone: 'warn',
    means: 'Has a temporary password, and chooses their own at the next sign-in.',
  },
  RESET_REQUIRED: {
    words: 'Must reset password',
    tone: 'warn',
    means: 'Chooses a new password with a code before the next sign-in.',
  },
  EXTERNAL_PROVIDER: {
    words: 'External',
    tone: 'accent',
    means: 'Signs in with another identity provider.',
  },
  ARCHIVED: { words: 'Archived', tone: 'neutral', means: 'Is no longer active.' },
  COMPROMISED: { words: 'Compromised', tone: 'danger', means: 'Is disabled for a potential threat.' },
  UNKNOWN: { words: 'Unknown', tone: 'neutral', means: 'The status is not known.' },
}

export const statusOf = (status: UserStatusType) => statuses[status] ?? statuses.UNKNOWN

export const usersWords = (number: number): string => (number === 1 ? '1 user' : `${count(number)} users`)
