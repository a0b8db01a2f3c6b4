import { Link } from '@tanstack/react-router'
import { asNumber } from '../charts/chart.js'
import { type Activity, countIn, deviceStates } from './activity.js'

type DevicesNowProps = { poolId: string; counts: Activity['DevicesByState'] }

export function DevicesNow({ poolId, counts }: DevicesNowProps) {
  const all = deviceStates.reduce((sum, [state]) => sum + countIn(counts, state), 0)
  return (
    <section className="panel" aria-labelledby="devices-now">
      <header className="panel-head">
        <h2 id="devices-now">Devices now</h2>
        <p>By state, of {asNumber(all)}.</p>
      </header>
      <div className="state-bar" aria-hidden="true">
        {deviceStates.map(([state, , tone]) => (
          <span key={state} className={`tone-${tone}`} style={{ flexGrow: countIn(counts, state) }} />
        ))}
      </div>
      <ul className="state-list">
        {deviceStates.map(([state, words, tone, meaning]) => (
          <li key={state}>
            <Link to="/pools/$poolId/devices" params={{ poolId }} search={{ state }}>
              <span className={`swatch tone-${tone}`} aria-hidden="true" />
              {words}
            </Link>
            <strong>{asNumber(countIn(counts, state))}</strong>
            <small>{meaning}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}
