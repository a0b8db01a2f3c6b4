import { LONGEST_LINE } from './import-job.js'

/** A file as lines. One line is one user, so that a broken one spoils no other. */

export type Line = { number: number; text: string } | { number: number; fault: string }

const NEWLINE = 10
/** UTF-8 takes four bytes for a character at most; and there may be a carriage return. */
const LONGEST_IN_BYTES = 4 * LONGEST_LINE + 1

/** Lines with their numbers, the first is 1. Of a line that is too long, no more is kept than shows it. */
export async function* linesOf(file: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const begun = beginning()
  let number = 0
  for await (const chunk of file) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      begun.add(chunk.subarray(start, end))
      number += 1
      yield begun.take(number)
      start = end + 1
    }
    begun.add(chunk.subarray(start))
  }
  if (begun.length > 0) yield begun.take(number + 1)
}

/** A line whose end was not seen yet. */
function beginning() {
  let parts: Buffer[] = []
  let length = 0
  return {
    get length() {
      return length
    },
    add(part: Uint8Array): void {
      // A copy: the chunk may be gone when the line ends.
      if (length <= LONGEST_IN_BYTES) parts.push(Buffer.from(part.subarray(0, LONGEST_IN_BYTES + 1)))
      length += part.length
    },
    take(number: number): Line {
      const line = lineOf(number, Buffer.concat(parts), length)
      parts = []
      length = 0
      return line
    },
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const MARK = '\u{feff}'

function lineOf(number: number, bytes: Uint8Array, length: number): Line {
  const tooLong = { number, fault: `The line has more than ${LONGEST_LINE} characters.` }
  if (length > LONGEST_IN_BYTES) return tooLong
  const text = decoded(bytes)?.replace(/\r$/, '')
  if (text === undefined) return { number, fault: 'The line is not valid UTF-8.' }
  if (text.length > LONGEST_LINE) return tooLong
  if (text.includes('\0')) return { number, fault: 'The line has a NUL character in it.' }
  return { number, text: number === 1 && text.startsWith(MARK) ? text.slice(1) : text }
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

export type Batch = { from: number; to: number; lines: Line[] }

/** The lines after `done`, so many at a time. The header and empty lines are passed over, and counted as dealt with. */
export async function* batchesOf(
  lines: AsyncIterable<Line>,
  done: number,
  size: number,
): AsyncGenerator<Batch> {
  let batch: Batch = { from: done, to: done, lines: [] }
  for await (const line of lines) {
    if (line.number <= done) continue
    batch.to = line.number
    if (line.number > 1 && !('text' in line && line.text === '')) batch.lines.push(line)
    if (batch.to - batch.from < size) continue
    yield batch
    batch = { from: batch.to, to: batch.to, lines: [] }
  }
  if (batch.to > batch.from) yield batch
}
