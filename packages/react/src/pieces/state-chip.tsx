import type { TrackedDeviceState } from '@latchkey/auth/latchkey'
import type { ReactNode } from 'react'
import { useLabels } from '../labels.js'
import { type EitherSpelling, lowerFirst } from './spelling.js'

export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'danger'

/** A short word on a ground of its own. The tone repeats what the word says: colours alone tell nothing. */
export const Chip = ({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`lk-chip lk-tone-${tone}`}>{children}</span>
)

const tones: Record<TrackedDeviceState, Tone> = {
  issued: 'warn',
  notRemembered: 'neutral',
  remembered: 'ok',
  forgotten: 'neutral',
}

export function StateChip({ state }: { state: EitherSpelling<TrackedDeviceState> }) {
  const { states } = useLabels()
  const known = lowerFirst(state)
  return <Chip tone={tones[known] ?? 'neutral'}>{states[known] ?? state}</Chip>
}
