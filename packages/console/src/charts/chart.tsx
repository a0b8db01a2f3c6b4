import './charts.css'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useState } from 'react'
import { useTextScale } from '../shell/text-scale.js'
import { namedDays, ticksUpTo } from './scale.js'
import type { Series } from './series.js'
import { useWidth } from './use-width.js'

export type ChartProps = {
  title: string
  about: string
  /** Names of the days. */
  days: readonly string[]
  series: readonly Series[]
  /** How a value is written. Default: as a number. */
  write?: (value: number) => string
  /** The highest value of the axis, where it does not follow from what is plotted. */
  top?: number
  /** What readers hear of a day of which nothing is known. Default: as of one on which nothing happened. */
  unknown?: string
}

export type Plot = {
  width: number
  height: number
  /** Where it begins and ends, of the whole drawing. */
  left: number
  right: number
  top: number
  /** The middle of a day, and how wide it is. */
  x: (day: number) => number
  step: number
  y: (value: number) => number
}

type FrameProps = ChartProps & {
  highest: number
  /** Drawn into the plot. */
  children: (plot: Plot) => ReactNode
}

/** Pixels, all of them, where letters have their usual size; they grow with the letters. */
const HEIGHT = 200
const MARGIN = { top: 10, right: 6, bottom: 24, left: 40 }
/** Room for a name such as "12 Nov". */
const NAME_WIDTH = 64

export const asNumber = (value: number) => value.toLocaleString('en-GB')

/**
 * A plot with its axes. A pointer, or arrow keys, choose a day and read what it says; for readers it is a slider, whose
 * value they hear. The same as a table is a button away.
 */
export function ChartFrame(props: FrameProps) {
  const { title, about, series } = props
  const [asTable, setAsTable] = useState(false)
  const id = useId()
  return (
    <section className="panel chart" aria-labelledby={id}>
      <header className="panel-head">
        <div>
          <h2 id={id}>{title}</h2>
          <p>{about}</p>
        </div>
        <button
          type="button"
          className="text-button"
          aria-pressed={asTable}
          aria-label={`${title}: Table`}
          onClick={() => setAsTable(!asTable)}
        >
          Table
        </button>
      </header>
      {asTable ? <ChartTable {...props} /> : <ChartPlot {...props} />}
      {series.length > 1 && <Legend series={series} />}
    </section>
  )
}

/** Nothing happened on any of the days. A share of none is something: of what, there was. */
const isEmpty = ({ series, top }: ChartProps) =>
  series.every(({ values }) => values.every((value) => value === undefined || (value === 0 && !top)))

const Legend = ({ series }: Pick<ChartProps, 'series'>) => (
  <ul className="legend">
    {series.map(({ name, tone }) => (
      <li key={name}>
        <span className={`swatch tone-${tone}`} aria-hidden="true" />
        {name}
      </li>
    ))}
  </ul>
)

function ChartPlot(props: FrameProps) {
  const { title, days, series, highest, top, write = asNumber, children } = props
  const { place, width } = useWidth<HTMLDivElement>()
  const [day, setDay] = useState<number>()
  const ticks = top === undefined ? ticksUpTo(highest) : [0, top / 4, top / 2, (top * 3) / 4, top]
  const scale = useTextScale()
  const plot = plotOf(width ?? 0, days.length, ticks.at(-1) ?? 1, scale)
  const last = days.length - 1
  const chosen = day === undefined ? undefined : Math.min(day, last)

  const onKeyDown = (event: KeyboardEvent) => {
    const to = keyMoves[event.key]?.(chosen ?? last, last)
    if (to === undefined) return
    event.preventDefault()
    setDay(to)
  }
  const onPointer = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) => {
    const x = clientX - currentTarget.getBoundingClientRect().left - plot.left
    setDay(Math.max(0, Math.min(last, Math.floor(x / plot.step))))
  }

  return (
    <div
      ref={place}
      className="plot"
      role="slider"
      tabIndex={0}
      aria-label={`${title}: day`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={chosen ?? last}
      aria-valuetext={wordsOf(props, chosen ?? last)}
      onFocus={() => setDay((now) => now ?? last)}
      onBlur={() => setDay(undefined)}
      onKeyDown={onKeyDown}
      onPointerMove={onPointer}
      onPointerLeave={() => setDay(undefined)}
    >
      {width !== undefined && (
        <svg width={width} height={HEIGHT * scale} aria-hidden="true">
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                className="grid-line"
                x1={plot.left}
                x2={plot.right}
                y1={plot.y(tick)}
                y2={plot.y(tick)}
              />
              <text className="axis" x={plot.left - 8} y={plot.y(tick)} dy="0.32em" textAnchor="end">
                {write(tick)}
              </text>
            </g>
          ))}
          {namedDays(days.length, Math.floor(plot.width / (NAME_WIDTH * scale))).map((named) => (
            <text
              key={named}
              className="axis"
              x={plot.x(named)}
              y={(HEIGHT - 6) * scale}
              textAnchor={anchorOf(named, days.length)}
            >
              {days[named]}
            </text>
          ))}
          {chosen !== undefined && (
            <rect
              className="chosen-day"
              x={plot.x(chosen) - plot.step / 2}
              y={plot.top}
              width={plot.step}
              height={plot.height}
            />
          )}
          {children(plot)}
        </svg>
      )}
      {isEmpty(props) && <p className="plot-empty">Nothing in these {days.length} days.</p>}
      {chosen !== undefined && (
        <ChartTip
          day={chosen}
          days={days}
          series={series}
          write={write}
          at={plot.x(chosen)}
          of={width ?? 0}
        />
      )}
    </div>
  )
}

const keyMoves: Record<string, (day: number, last: number) => number> = {
  ArrowLeft: (day) => Math.max(0, day - 1),
  ArrowDown: (day) => Math.max(0, day - 1),
  ArrowRight: (day, last) => Math.min(last, day + 1),
  ArrowUp: (day, last) => Math.min(last, day + 1),
  PageDown: (day) => Math.max(0, day - 7),
  PageUp: (day, last) => Math.min(last, day + 7),
  Home: () => 0,
  End: (_, last) => last,
}

function plotOf(whole: number, days: number, highest: number, scale: number): Plot {
  const [left, top] = [MARGIN.left * scale, MARGIN.top * scale]
  const width = Math.max(0, whole - left - MARGIN.right)
  const height = HEIGHT * scale - top - MARGIN.bottom * scale
  const step = width / Math.max(1, days)
  return {
    width,
    height,
    left,
    right: left + width,
    top,
    step,
    x: (day) => left + (day + 0.5) * step,
    y: (value) => top + height - (value / highest) * height,
  }
}

/** The last name would not fit around the middle of its day where days are narrow. */
const anchorOf = (day: number, days: number) => (day === days - 1 && days > 14 ? 'end' : 'middle')

/** For readers: "12 Nov: Signed in 34, Wrong password 2". What did not happen is not read. */
function wordsOf({ days, series, write = asNumber, unknown = NOTHING }: ChartProps, day: number): string {
  const known = series.flatMap(({ name, values }) => {
    const value = values[day]
    return value === undefined ? [] : { name, value }
  })
  const said = known
    .filter(({ value }) => value !== 0 || series.length === 1)
    .map(({ name, value }) => `${name} ${write(value)}`)
  return `${days[day] ?? ''}: ${said.join(', ') || (known.length > 0 ? NOTHING : unknown)}`
}

const NOTHING = 'nothing'

/** Less than that has no room beside a day in its middle: what is said of it stands at the other end. */
const NARROW = 480

type TipProps = Pick<ChartProps, 'days' | 'series'> & {
  day: number
  write: (value: number) => string
  at: number
  of: number
}

function ChartTip({ day, days, series, write, at, of }: TipProps) {
  const isRight = at > of / 2
  const side =
    of < NARROW * useTextScale()
      ? { [isRight ? 'left' : 'right']: 0 }
      : { [isRight ? 'right' : 'left']: (isRight ? of - at : at) + 12 }
  return (
    <div className="chart-tip" style={side} aria-hidden="true">
      <strong>{days[day]}</strong>
      {series.map(({ name, tone, values }) => {
        const value = values[day]
        return (
          <span key={name}>
            <span className={`swatch tone-${tone}`} />
            {name}
            <b>{value === undefined ? '–' : write(value)}</b>
          </span>
        )
      })}
    </div>
  )
}

const ChartTable = ({ title, days, series, write = asNumber }: ChartProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: who scrolls by keyboard has to get into it
  <section className="chart-table" tabIndex={0} aria-label={`${title}, table`}>
    <table>
      <thead>
        <tr>
          <th scope="col">Day</th>
          {series.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days
          .map((day, index) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              {series.map(({ name, values }) => {
                const value = values[index]
                return <td key={name}>{value === undefined ? '–' : write(value)}</td>
              })}
            </tr>
          ))
          .reverse()}
      </tbody>
    </table>
  </section>
)
