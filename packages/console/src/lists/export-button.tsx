import { Button } from '@latchkey/react'
import { useEffect, useRef, useState } from 'react'
import { download } from './download.js'
import { exportRows, MOST_ROWS, type Table } from './export-rows.js'
import type { Told } from './told.js'

type Props<Row> = {
  table: Table<Row>
  /** How many there are, as far as that is known. */
  total: number | undefined
  tell: (told: Told) => void
}

/** Writes all that match into a file, not only what was scrolled to. Pressed again it stops. */
export function ExportButton<Row>({ table, total, tell }: Props<Row>) {
  const [rows, setRows] = useState<number>()
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  async function start() {
    running.current = new AbortController()
    const { signal } = running.current
    setRows(0)
    try {
      const { parts, rows, isWhole } = await exportRows(table, signal, setRows)
      download(`${table.name}-${new Date().toISOString().slice(0, 10)}.csv`, parts, 'text/csv;charset=utf-8')
      tell(isWhole ? { tone: 'ok', text: `Exported ${table.words(rows)}.` } : tooMany(table.words(rows)))
    } catch (error) {
      if (signal.aborted) tell({ tone: 'ok', text: 'The export was stopped. No file was written.' })
      else tell({ tone: 'danger', text: `Nothing was exported: ${sentence(error)}` })
    }
    setRows(undefined)
  }

  const isRunning = rows !== undefined
  return (
    <Button
      onPress={isRunning ? () => running.current?.abort() : () => void start()}
      isDisabled={total === 0}
    >
      <span className="export-label">
        {isRunning ? (
          `Stop (${progress(rows, total)})`
        ) : (
          <>
            Export<span className="only-wide"> CSV</span>
          </>
        )}
      </span>
    </Button>
  )
}

const tooMany = (words: string): Told => ({
  tone: 'danger',
  text: `Only the first ${words} were exported. Filter for fewer to have them all.`,
})

const progress = (rows: number, total: number | undefined) =>
  total ? `${Math.min(100, Math.floor((100 * rows) / Math.min(total, MOST_ROWS)))} %` : rows

const sentence = (error: unknown) => (error instanceof Error ? error.message : 'something went wrong.')
