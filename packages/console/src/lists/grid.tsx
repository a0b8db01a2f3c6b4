import { useRouter } from '@tanstack/react-router'
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual'
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import './grid.css'
import { useTextScale } from '../shell/text-scale.js'
import { keyMove } from './key-move.js'
import { rememberRow, takeRow } from './remembered-row.js'
import type { Selection } from './selection.js'
import type { List } from './use-list.js'

export type Column<Row> = {
  /** Also in the class of its cells: `cell-NAME`. */
  name: string
  label: string
  cell: (row: Row) => ReactNode
  sort?: 'ascending' | 'descending'
}

type Choosing<Row> = {
  selection: Selection
  toggle: (key: string) => void
  extendTo: (key: string) => void
  all: () => void
  none: () => void
  /** What readers hear of the box of a row; undefined where a row has none. */
  labelOf: (row: Row) => string | undefined
}

type Props<Row> = {
  label: string
  /** Where the columns' widths are given, for a table and for cards. */
  className: string
  columns: readonly Column<Row>[]
  list: List<Row>
  keyOf: (row: Row) => string
  open: (row: Row) => void
  /** Pixels where letters have their usual size: of a row of the table, and of a card where the page is narrow. */
  heights: { row: number; card: number }
  choosing?: Choosing<Row> | undefined
  /** Rows that hold the place of the first page. */
  waiting?: number
  /** Those that came while the page was open. */
  fresh?: ReadonlySet<string> | undefined
  /** Those that are no longer what they were. */
  isFaded?: ((row: Row) => boolean) | undefined
  ref?: RefObject<HTMLDivElement | null>
}

/** Rows that are asked for before they are seen. */
const AHEAD = 120
const SKELETONS = 12

/**
 * A table of any length, of which only what is seen is in the document. It moves with the window, so that it is a page
 * like others on a phone. Arrows, Page up and down, Home and End move; Enter opens; Space and shift select.
 * https://www.w3.org/WAI/ARIA/apg/patterns/grid/
 */
export function Grid<Row>(props: Props<Row>) {
  const { columns, list, keyOf, choosing, heights } = props
  const rows = list.rows ?? NONE
  const router = useRouter()
  const own = useRef<HTMLDivElement>(null)
  const grid = props.ref ?? own
  const scale = useTextScale()
  const isNarrow = useIsNarrow(grid, NARROW * scale)
  const height = Math.round((isNarrow ? heights.card : heights.row) * scale)
  const head = Math.round(HEAD * scale)
  const body = useRef<HTMLDivElement>(null)
  const margin = useTopOf(body)
  const place = () => `${router.latestLocation.state.__TSR_key} ${props.label}`
  const [left] = useState(() => takeRow(place()))
  const [activeKey, setActiveKey] = useState(left)
  const focusNext = useRef(left !== undefined)

  // Not with each frame: a list may have 100,000 rows.
  const active = useMemo(() => {
    const found = activeKey === undefined ? 0 : rows.findIndex((row) => keyOf(row) === activeKey)
    return Math.max(0, found)
  }, [rows, keyOf, activeKey])
  const waiting = list.rows === undefined ? (props.waiting ?? SKELETONS) : list.hasMore ? SKELETONS / 2 : 0
  const virtual = useWindowVirtualizer({
    count: rows.length + waiting,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin: margin,
    // Below the head that stays where it is.
    scrollPaddingStart: isNarrow ? 8 : head,
    scrollPaddingEnd: 8,
    // The row to which Tab leads is always there.
    rangeExtractor: useCallback((range: Range) => withActive(defaultRangeExtractor(range), active), [active]),
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was measured belongs to another height.
  useLayoutEffect(() => virtual.measure(), [height])

  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const { hasMore, isLoadingMore, isOld, error, loadMore } = list
  useEffect(() => {
    if (hasMore && !isLoadingMore && !isOld && !error && last >= rows.length - AHEAD) loadMore()
  }, [hasMore, isLoadingMore, isOld, error, last, rows.length, loadMore])

  useEffect(() => {
    if (!focusNext.current || rows.length === 0) return
    const row = body.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)
    if (!row) return
    focusNext.current = false
    row.focus({ preventScroll: true })
  })

  function goTo(index: number) {
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))]
    if (row === undefined) return
    focusNext.current = true
    setActiveKey(keyOf(row))
    virtual.scrollToIndex(rows.indexOf(row), { align: 'auto' })
    return row
  }

  function onKeyDown(event: KeyboardEvent) {
    const row = rowOf(event.target)
    if (!row) return
    const page = Math.max(1, Math.floor((window.innerHeight - head) / height) - 1)
    const to = keyMove(event.key, indexOf(event.target), page, rows.length)
    if (to !== undefined) {
      event.preventDefault()
      if (event.shiftKey && choosing && choosing.selection.anchor === undefined) choosing.toggle(keyOf(row))
      const next = goTo(to)
      if (event.shiftKey && next) choosing?.extendTo(keyOf(next))
    } else if (event.key === 'Enter' && isRow(event.target)) {
      event.preventDefault()
      rememberRow(place(), keyOf(row))
      props.open(row)
    } else if (event.key === ' ' && choosing && !isLink(event.target)) {
      event.preventDefault()
      event.shiftKey ? choosing.extendTo(keyOf(row)) : choosing.toggle(keyOf(row))
    } else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && choosing) {
      event.preventDefault()
      choosing.all()
    } else if (event.key === 'Escape' && choosing && choosing.selection.keys.size > 0) {
      event.preventDefault()
      choosing.none()
    }
  }

  function onClick(event: MouseEvent) {
    const row = rowOf(event.target)
    if (!row || event.defaultPrevented) return
    setActiveKey(keyOf(row))
    const target = event.target as Element
    if (choosing && (target.closest('[data-choose]') || event.shiftKey)) {
      // A box must not be kept from changing: it would go back to what it was after React has set it.
      if (isLink(target)) event.preventDefault()
      return event.shiftKey ? choosing.extendTo(keyOf(row)) : choosing.toggle(keyOf(row))
    }
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    const link = target.closest<HTMLAnchorElement>('a[href]')
    if (link) {
      event.preventDefault()
      router.history.push(link.pathname)
    } else if (!isLink(target) && window.getSelection()?.isCollapsed !== false) props.open(row)
  }

  const rowOf = (target: EventTarget) => rows[indexOf(target)]

  const names = `grid ${props.className}${choosing ? ' grid-chooses' : ''}${isOld ? ' grid-old' : ''}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a table element cannot be placed, of which only some are there.
    <div
      ref={grid}
      role="grid"
      className={names}
      data-narrow={isNarrow || undefined}
      aria-label={props.label}
      aria-busy={list.rows === undefined || isOld}
      aria-rowcount={list.rows === undefined || hasMore ? -1 : rows.length + 1}
      aria-multiselectable={choosing ? true : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onMouseDown={keepTextUnselected}
      onFocus={(event) => {
        const row = rowOf(event.target)
        if (row) setActiveKey(keyOf(row))
        tellWhatIsCut(event)
      }}
      onBlur={forgetWhatIsCut}
    >
      <Head columns={columns} choosing={choosing} count={rows.length} />
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <div ref={body} role="rowgroup" className="grid-body" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index]
          if (row === undefined)
            return (
              <Waiting
                key={`waiting-${index - rows.length}`}
                top={start - margin}
                height={height}
                columns={columns}
              />
            )
          const rowKey = keyOf(row)
          return (
            <GridRow
              key={rowKey}
              row={row}
              index={index}
              top={start - margin}
              height={height}
              columns={columns as readonly Column<unknown>[]}
              isActive={index === active}
              isChosen={choosing?.selection.keys.has(rowKey)}
              chooseLabel={choosing?.labelOf(row)}
              isFresh={props.fresh?.has(rowKey) ?? false}
              isFaded={props.isFaded?.(row) ?? false}
            />
          )
        })}
      </div>
    </div>
  )
}

/** One array, so that what is made of it is kept. */
const NONE: readonly never[] = []

/** As in grid.css, in pixels where letters have their usual size. */
const HEAD = 41

type HeadProps<Row> = {
  columns: readonly Column<Row>[]
  choosing: Choosing<Row> | undefined
  count: number
}

function Head<Row>({ columns, choosing, count }: HeadProps<Row>) {
  const chosen = choosing?.selection.keys.size ?? 0
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Grid.
    <div role="rowgroup" className="grid-head">
      {/* biome-ignore lint/a11y/useSemanticElements: see Grid. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the focus goes to rows of the body. */}
      <div role="row" className="grid-row" aria-rowindex={1}>
        {choosing && (
          // biome-ignore lint/a11y/useSemanticElements: see Grid.
          // biome-ignore lint/a11y/useFocusableInteractive: its box takes the focus.
          <div role="columnheader" className="grid-cell cell-choose">
            <input
              type="checkbox"
              aria-label="Select all rows that are loaded"
              checked={chosen > 0 && chosen >= count}
              ref={(box) => {
                if (box) box.indeterminate = chosen > 0 && chosen < count
              }}
              disabled={count === 0}
              onChange={() => (chosen > 0 ? choosing.none() : choosing.all())}
            />
          </div>
        )}
        {columns.map(({ name, label, sort }) => (
          // biome-ignore lint/a11y/useSemanticElements: see Grid.
          // biome-ignore lint/a11y/useFocusableInteractive: there is nothing to do with it.
          <div key={name} role="columnheader" className={`grid-cell cell-${name}`} aria-sort={sort}>
            {label}
            {sort && <SortMark />}
          </div>
        ))}
      </div>
    </div>
  )
}

const SortMark = () => (
  <svg className="grid-sort" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
    <path d="M6 2v8M2.500 6.500 6 10l3.500-3.500" />
  </svg>
)

type RowProps = {
  row: unknown
  index: number
  top: number
  height: number
  columns: readonly Column<unknown>[]
  isActive: boolean
  isChosen: boolean | undefined
  chooseLabel: string | undefined
  isFresh: boolean
  isFaded: boolean
}

const GridRow = memo(function GridRow({ row, index, top, height, columns, ...props }: RowProps) {
  const { isActive, isChosen, chooseLabel, isFresh, isFaded } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Grid.
    <div
      role="row"
      className="grid-row"
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      tabIndex={isActive ? 0 : -1}
      data-index={index}
      data-fresh={isFresh || undefined}
      data-faded={isFaded || undefined}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      {isChosen !== undefined && (
        // biome-ignore lint/a11y/useSemanticElements: see Grid.
        // biome-ignore lint/a11y/useFocusableInteractive: the row has the focus.
        <div
          role="gridcell"
          className="grid-cell cell-choose"
          data-choose={chooseLabel === undefined ? undefined : ''}
        >
          {chooseLabel !== undefined && (
            <input
              type="checkbox"
              tabIndex={-1}
              checked={isChosen}
              onChange={nothingMore}
              aria-label={chooseLabel}
            />
          )}
        </div>
      )}
      {columns.map(({ name, cell }) => (
        // biome-ignore lint/a11y/useSemanticElements: see Grid.
        // biome-ignore lint/a11y/useFocusableInteractive: the row has the focus.
        <div key={name} role="gridcell" className={`grid-cell cell-${name}`}>
          {cell(row)}
        </div>
      ))}
    </div>
  )
})

type WaitingProps<Row> = { top: number; height: number; columns: readonly Column<Row>[] }

/** In the place of a row that is on its way, hidden from readers. */
const Waiting = <Row,>({ top, height, columns }: WaitingProps<Row>) => (
  <div
    className="grid-row grid-waiting"
    style={{ height, transform: `translateY(${top}px)` }}
    aria-hidden="true"
  >
    <div className="grid-cell cell-choose" />
    {columns.map(({ name }) => (
      <div key={name} className={`grid-cell cell-${name}`}>
        <span className="grid-bone" />
      </div>
    ))}
  </div>
)

const nothingMore = () => {}

const isRow = (target: EventTarget) => (target as Element).matches('[role=row]')
const isLink = (target: EventTarget) => (target as Element).closest('a, button, summary') !== null

const indexOf = (target: EventTarget) =>
  Number((target as Element).closest<HTMLElement>('[data-index]')?.dataset.index ?? Number.NaN)

/** With shift, browsers would select the text between two clicks. */
function keepTextUnselected(event: MouseEvent) {
  if (event.shiftKey) event.preventDefault()
}

function withActive(indexes: number[], active: number): number[] {
  if (indexes.includes(active)) return indexes
  return [...indexes, active].sort((one, other) => one - other)
}

/** Whoever comes by keyboard has no pointer to rest on a text that is cut: grid.css shows it whole. */
function tellWhatIsCut({ target }: FocusEvent) {
  if (!target.matches(':focus-visible')) return
  for (const text of target.querySelectorAll<HTMLElement>('.lk-name'))
    if (text.scrollWidth > text.clientWidth + 1) mark(text, true)
}

function forgetWhatIsCut({ target }: FocusEvent) {
  for (const text of target.querySelectorAll<HTMLElement>('.lk-name[data-cut]')) mark(text, false)
}

function mark(text: HTMLElement, isCut: boolean) {
  for (const element of [text, text.closest('.grid-cell')]) element?.toggleAttribute('data-cut', isCut)
}

/** Pixels where letters have their usual size: less than that is too little for columns. */
const NARROW = 760

/** Whatever stands beside it, its own width counts. */
function useIsNarrow(grid: RefObject<HTMLElement | null>, narrow: number): boolean {
  const [isNarrow, setNarrow] = useState(false)
  useLayoutEffect(() => {
    const element = grid.current
    if (!element) return
    const measure = () => setNarrow(element.clientWidth < narrow)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [grid, narrow])
  return isNarrow
}

/** Where an element begins in the document, whatever appears above it. */
function useTopOf(element: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => {
      const box = element.current?.getBoundingClientRect()
      if (box) setTop(Math.round(box.top + window.scrollY))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    for (
      let above = element.current?.parentElement;
      above && above !== document.body;
      above = above.parentElement
    )
      observer.observe(above)
    return () => observer.disconnect()
  }, [element])
  return top
}
