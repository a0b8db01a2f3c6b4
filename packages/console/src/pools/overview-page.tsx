import './overview.css'
import { Skeleton } from '@latchkey/react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { BarChart } from '../charts/bar-chart.js'
import { asNumber } from '../charts/chart.js'
import { LineChart } from '../charts/line-chart.js'
import { reading } from '../server/queries.js'
import { Answer } from '../shell/answer.js'
import { Page } from '../shell/page.js'
import {
  type Activity,
  byDay,
  dayName,
  devicesByState,
  lastDays,
  outcomes,
  percent,
  shareOf,
  sumOf,
} from './activity.js'
import { DevicesNow } from './devices-now.js'
import { PoolTitle, usePoolName } from './pool-title.js'
import { RecentEvents } from './recent-events.js'

const ranges = [7, 30, 90] as const

export function OverviewPage() {
  const { poolId } = useParams({ from: '/pools/$poolId/' })
  const { days: count = 30 } = useSearch({ from: '/pools/$poolId/' })
  const days = lastDays(count, new Date())
  const activity = useQuery({
    ...reading('AdminGetActivity', { UserPoolId: poolId, From: days[0] }),
    placeholderData: keepPreviousData,
  })
  return (
    <Page
      title={usePoolName(poolId)}
      about={<PoolTitle poolId={poolId} />}
      actions={<Range chosen={count} />}
    >
      <Answer of={activity} meanwhile={<OverviewSkeleton />}>
        {(answer) => <Overview poolId={poolId} days={days} activity={answer} />}
      </Answer>
      <RecentEvents poolId={poolId} />
    </Page>
  )
}

function Range({ chosen }: { chosen: number }) {
  const navigate = useNavigate({ from: '/pools/$poolId' })
  return (
    <fieldset className="choice range">
      <legend className="lk-hidden">Days to show</legend>
      {ranges.map((days) => (
        <label key={days}>
          <input
            type="radio"
            name="days"
            checked={days === chosen}
            onChange={() => navigate({ search: days === 30 ? {} : { days }, replace: true })}
          />
          {days} days
        </label>
      ))}
    </fieldset>
  )
}

type OverviewProps = { poolId: string; days: number[]; activity: Activity }

function Overview({ poolId, days, activity }: OverviewProps) {
  const counts = byDay(days, activity)
  const names = days.map(dayName)
  const whole = shareOf({ SignIns: sumOf(counts, 'SignIns'), MfaSkipped: sumOf(counts, 'MfaSkipped') })
  return (
    <>
      <dl className="tiles">
        <Tile name="Sign-ins" value={asNumber(sumOf(counts, 'SignIns'))} />
        <Tile name="Second factor skipped" value={whole === undefined ? '–' : percent(whole)} />
        <Tile name="Wrong passwords" value={asNumber(sumOf(counts, 'WrongPasswords'))} />
        <Tile name="New devices" value={asNumber(sumOf(counts, 'NewDevices'))} />
      </dl>
      <BarChart
        title="Sign-ins by outcome"
        about="Those that went through, and what stopped the others."
        days={names}
        series={outcomes(counts)}
      />
      <div className="pair">
        <LineChart
          title="Remembered devices"
          about="Sign-ins that skipped the second factor."
          days={names}
          series={[{ name: 'Share', tone: 'accent', values: counts.map(shareOf) }]}
          write={percent}
          top={1}
        />
        <BarChart
          title="New devices"
          about="Tracked for the first time, per day."
          days={names}
          series={[{ name: 'New devices', tone: 'violet', values: counts.map((day) => day.NewDevices) }]}
        />
      </div>
      <LineChart
        title="Devices by state"
        about="At the end of each day, and today as it is now."
        days={names}
        series={devicesByState(counts)}
        unknown="not counted"
      />
      <DevicesNow poolId={poolId} counts={activity.DevicesByState} />
    </>
  )
}

const Tile = ({ name, value }: { name: string; value: string }) => (
  <div className="tile">
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)

/** As large as what comes, so that nothing moves: `overview.css` knows. */
const OverviewSkeleton = () => (
  <div className="overview-skeleton" aria-busy="true">
    <span className="lk-hidden">Loading…</span>
    {['tiles-place', 'outcomes-place', 'pair-place', 'devices-place', 'states-place'].map((place) => (
      <div key={place} className={place}>
        <Skeleton height="100%" />
      </div>
    ))}
  </div>
)
