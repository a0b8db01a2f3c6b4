import { ChartFrame, type ChartProps, type Plot } from './chart.js'
import { alone, lineThrough } from './scale.js'
import type { Series } from './series.js'

export const LineChart = (props: ChartProps) => (
  <ChartFrame
    {...props}
    highest={Math.max(0, ...props.series.flatMap(({ values }) => values.map((value) => value ?? 0)))}
  >
    {(plot) => props.series.map((series) => <Line key={series.name} series={series} plot={plot} />)}
  </ChartFrame>
)

function Line({ series: { values, tone }, plot }: { series: Series; plot: Plot }) {
  const points = values.map((value, day) =>
    value === undefined ? undefined : { x: plot.x(day), y: plot.y(value) },
  )
  return (
    <>
      <path className={`line-of tone-${tone}`} d={lineThrough(points)} />
      {alone(points).map(({ x, y }) => (
        <circle key={x} className={`mark-of tone-${tone}`} cx={x} cy={y} r="3" />
      ))}
    </>
  )
}
