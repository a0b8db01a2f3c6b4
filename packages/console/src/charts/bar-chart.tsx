import { ChartFrame, type ChartProps, type Plot } from './chart.js'
import type { Series } from './series.js'

/** A bar a day; of several series, one upon the other. */
export const BarChart = (props: ChartProps) => (
  <ChartFrame {...props} highest={Math.max(0, ...props.days.map((_, day) => sumOf(props.series, day)))}>
    {(plot) =>
      props.days.map((day, index) => <Bar key={day} day={index} series={props.series} plot={plot} />)
    }
  </ChartFrame>
)

const sumOf = (series: readonly Series[], day: number) =>
  series.reduce((sum, { values }) => sum + (values[day] ?? 0), 0)

/** The widest that a bar gets: of seven days, bars would be blocks. */
const WIDEST = 36

function Bar({ day, series, plot }: { day: number; series: readonly Series[]; plot: Plot }) {
  const width = Math.min(WIDEST, Math.max(1, plot.step * 0.72))
  let below = 0
  return series.map(({ name, tone, values }) => {
    const value = values[day] ?? 0
    if (value === 0) return null
    const [bottom, top] = [plot.y(below), plot.y(below + value)]
    below += value
    return (
      <rect
        key={name}
        className={`mark-of tone-${tone}`}
        x={plot.x(day) - width / 2}
        y={top}
        width={width}
        height={Math.max(1, bottom - top)}
        rx={Math.min(2, width / 4)}
      />
    )
  })
}
