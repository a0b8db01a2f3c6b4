import type { TrackedDeviceStateType } from '@latchkey/wire'
import { Link } from '@tanstack/react-router'
import { asNumber } from '../charts/chart.js'
import type { Tone } from '../charts/series.js'
import type { Activity } from './activity.js'

const states: [state: TrackedDeviceStateType, words: string, tone: Tone, meaning: string][] = [
  ['Remembered', 'Remembered', 'ok', 'Prove themselves at sign-in.'],
  ['NotRemembered', 'Not remembered', 'grey', 'Known, and asked for the second factor.'],
  ['Issued', 'Issued', 'warn', 'Given a key, and never registered.'],
  ['Forgotten', 'Forgotten', 'danger', 'Kept for the record only.'],
]

type DevicesByStateProps = { poolId: string; states: Activity['DevicesByState'] }

export function DevicesByState({ poolId, states: counts }: DevicesByStateProps) {
  const count = (state: TrackedDeviceStateType) => counts.find(({ State }) => State === state)?.Count ?? 0
  const all = states.reduce((sum, [state]) => sum + count(state), 0)
  return (
    <section className="panel" aria-labelledby="devices-by-state">
      <header className="panel-head">
        <h2 id="devices-by-state">Devices by state</h2>
        <p>Now, of {asNumber(all)}.</p>
      </header>
      <div className="state-bar" aria-hidden="true">
        {states.map(([state, , tone]) => (
          <span key={state} className={`tone-${tone}`} style={{ flexGrow: count(state) }} />
        ))}
      </div>
      <ul className="state-list">
        {states.map(([state, words, tone, meaning]) => (
          <li key={state}>
            <Link to="/pools/$poolId/devices" params={{ poolId }} search={{ state }}>
              <span className={`swatch tone-${tone}`} aria-hidden="true" />
              {words}
            </Link>
            <strong>{asNumber(count(state))}</strong>
            <small>{meaning}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}
