import type { ReactNode } from 'react'
import { useLabels } from '../labels.js'

export type TrackedDeviceState = 'Issued' | 'NotRemembered' | 'Remembered' | 'Forgotten'

export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'danger'

/** A short word on a ground of its own. The tone repeats what the word says: colours alone tell nothing. */
export const Chip = ({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`lk-chip lk-tone-${tone}`}>{children}</span>
)

const tones: Record<TrackedDeviceState, Tone> = {
  Issued: 'warn',
  NotRemembered: 'neutral',
  Remembered: 'ok',
  Forgotten: 'danger',
}

export function StateChip({ state }: { state: TrackedDeviceState }) {
  const { states } = useLabels()
  return <Chip tone={tones[state]}>{states[state]}</Chip>
}
