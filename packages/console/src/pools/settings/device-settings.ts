import type { DeviceConfigurationType, TrackedDeviceStateType, UserPoolMfaType } from '@latchkey/wire'

/** What the settings of devices mean, and what a change of them does to devices that are there. Pure. */

export type Remembering = 'off' | 'always' | 'opt-in'

export type DeviceSettings = {
  remembering: Remembering
  /** Whether a remembered device stands in for the second factor. Means nothing where none is remembered. */
  replacesMfa: boolean
}

/** Tracking is on when the configuration says anything at all, even a single `false`. Source: DeviceConfigurationType. */
export function settingsOf(configuration: DeviceConfigurationType | undefined): DeviceSettings {
  const { ChallengeRequiredOnNewDevice: replaces, DeviceOnlyRememberedOnUserPrompt: prompt } =
    configuration ?? {}
  const isOn = replaces !== undefined || prompt !== undefined
  return { remembering: isOn ? (prompt ? 'opt-in' : 'always') : 'off', replacesMfa: replaces ?? true }
}

export const configurationOf = ({
  remembering,
  replacesMfa,
}: DeviceSettings): DeviceConfigurationType | undefined =>
  remembering === 'off'
    ? undefined
    : {
        ChallengeRequiredOnNewDevice: replacesMfa,
        DeviceOnlyRememberedOnUserPrompt: remembering === 'opt-in',
      }

export const isSame = (one: DeviceSettings, other: DeviceSettings) =>
  one.remembering === other.remembering &&
  (one.remembering === 'off' || one.replacesMfa === other.replacesMfa)

export const rememberingWords: Record<Remembering, [name: string, meaning: string]> = {
  off: ['No device', 'Devices are not tracked. Every sign-in is one on an unknown device.'],
  always: ['Every device', 'A device is remembered at its first sign-in, and nobody is asked.'],
  'opt-in': [
    'Those that users choose',
    'A device is remembered once its user says so, after a sign-in on it.',
  ],
}

export const replacingWords: Record<'yes' | 'no', [name: string, meaning: string]> = {
  yes: [
    'It stands in for the second factor',
    'The device proves itself, and no code is asked for. Whoever sits at it needs the password only.',
  ],
  no: [
    'It proves itself beside the second factor',
    'A code is asked for all the same. You see which device it was, and can forget it.',
  ],
}

/** How people sign in under these settings. */
export function meaningOf({ remembering, replacesMfa }: DeviceSettings, mfa: UserPoolMfaType): string[] {
  if (remembering === 'off')
    return ['Lists of devices stay empty, and a second factor, where there is one, is asked for every time.']
  const first =
    remembering === 'always'
      ? 'On a new device, the second factor is asked for once. From then on the device is remembered.'
      : 'On a new device, the second factor is asked for, until its user chooses to be remembered on it.'
  const then = replacesMfa
    ? 'A remembered device is asked for its own proof instead: its user types the password, and is in.'
    : 'A remembered device is asked for its own proof after the second factor: nobody is spared a code.'
  const without =
    mfa === 'OFF' && replacesMfa
      ? ['This pool asks nobody for a second factor, so that there is nothing to be spared yet.']
      : []
  return [first, then, ...without]
}

export type Counts = Partial<Record<TrackedDeviceStateType, number>>

/**
 * What becomes of the devices that are there. The server keeps a device's state when settings change; what the state is
 * worth is what differs.
 */
export function effectsOf(
  before: DeviceSettings,
  after: DeviceSettings,
  counts: Counts,
  mfa: UserPoolMfaType,
): string[] {
  if (isSame(before, after)) return []
  const remembered = counts.Remembered ?? 0
  const others = counts.NotRemembered ?? 0
  const existing = [
    ...(remembered > 0 ? [counted(remembered, 'remembered device', rememberedAfter(before, after))] : []),
    ...(others > 0 ? [counted(others, 'other device', othersAfter(before, after))] : []),
  ]
  const none = existing.length === 0 ? ['No device is tracked yet, so that none is affected.'] : []
  return [
    ...none,
    ...(mfa === 'OFF' && existing.length > 0 ? [notYet] : []),
    ...existing,
    ...newAfter(before, after),
  ]
}

const notYet =
  'This pool asks nobody for a second factor now. What follows about it is so from the day on which it does.'

/** What is said of several, with the verbs that are another for one: `stay|stays`. */
function rememberedAfter(before: DeviceSettings, after: DeviceSettings): string {
  const skipped = before.remembering !== 'off' && before.replacesMfa
  if (after.remembering === 'off') return 'will be asked for the second factor every time, and kept.'
  if (skipped && after.replacesMfa) return 'stay|stays remembered and go|goes on skipping MFA.'
  if (after.replacesMfa) return 'skip|skips MFA from the next sign-in on.'
  return skipped
    ? 'are|is asked for the second factor again from the next sign-in on, and stay|stays remembered.'
    : 'stay|stays remembered, and are|is asked for the second factor as before.'
}

function othersAfter(before: DeviceSettings, after: DeviceSettings): string {
  if (after.remembering === 'always' && before.remembering !== 'always')
    return 'are|is not remembered by this: only new ones are. They|It will be asked for the second factor until remembered, or forgotten.'
  return 'are|is asked for the second factor as before.'
}

function counted(count: number, noun: string, sentence: string): string {
  const verbs = sentence.replace(/(\w+)\|(\w+)/g, count === 1 ? '$2' : '$1')
  return `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'} ${verbs}`
}

function newAfter(before: DeviceSettings, after: DeviceSettings): string[] {
  if (before.remembering === after.remembering) return ['Nobody is signed out.']
  const words: Record<Remembering, string> = {
    off: 'Nothing is forgotten, and nobody is signed out. Turned on again, devices are remembered as they are now.',
    always: 'New devices are remembered at their first sign-in. Nobody is signed out.',
    'opt-in': 'New devices are remembered only if their users say so. Nobody is signed out.',
  }
  return [words[after.remembering]]
}

/** Whether fewer proofs are asked for than before: worth a second thought. */
export const isLooser = (before: DeviceSettings, after: DeviceSettings) =>
  after.remembering !== 'off' &&
  after.replacesMfa &&
  (before.remembering === 'off' ||
    !before.replacesMfa ||
    (before.remembering === 'opt-in' && after.remembering === 'always'))
