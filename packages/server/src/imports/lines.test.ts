import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LONGEST_LINE } from './import-job.js'
import { type Batch, batchesOf, type Line, linesOf } from './lines.js'

async function* inChunks(bytes: Uint8Array, sizes: number[] = [bytes.length]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

const read = async (bytes: Uint8Array | string, sizes?: number[]): Promise<Line[]> =>
  collect(linesOf(inChunks(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, sizes)))

const told = (lines: Line[]) => lines.map((line) => ('text' in line ? line.text : { fault: line.fault }))

test('lines are the same, wherever the file was cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('\r'), fc.constant('Grüße 🎉'))),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      async (lines, sizes) => {
        const file = Buffer.from(lines.join('\n'))
        expect(await read(file, sizes)).toEqual(await read(file))
      },
    ),
  )
})

test('lines end with a line feed, with a carriage return before it, or with the file', async () => {
  const lines = [
    { number: 1, text: 'a' },
    { number: 2, text: '' },
    { number: 3, text: 'b' },
  ]
  expect(await read('a\n\nb')).toEqual(lines)
  expect(await read('a\r\n\r\nb\r\n')).toEqual(lines)
})

test('a byte order mark at the beginning is no part of the first line, and elsewhere it is text', async () => {
  expect(told(await read('\u{feff}a\n\u{feff}b'))).toEqual(['a', '\u{feff}b'])
})

test('a line that is too long, is no UTF-8 or has a NUL in it is told, and its neighbours are read', async () => {
  const file = Buffer.concat([
    Buffer.from(`${'ü'.repeat(LONGEST_LINE)}\n${'x'.repeat(LONGEST_LINE + 1)}\n${'x'.repeat(300_000)}\n`),
    Buffer.from([0xc3, 0x28, 0x0a]),
    Buffer.from('a\0b\nlast'),
  ])
  for (const sizes of [[file.length], [1000], [64 * 1024]]) {
    expect(told(await read(file, sizes))).toEqual([
      'ü'.repeat(LONGEST_LINE),
      { fault: 'The line has more than 16000 characters.' },
      { fault: 'The line has more than 16000 characters.' },
      { fault: 'The line is not valid UTF-8.' },
      { fault: 'The line has a NUL character in it.' },
      'last',
    ])
  }
})

test('batches go on after what is done, without the header and without empty lines', async () => {
  const batches = (done: number): Promise<Batch[]> =>
    collect(batchesOf(linesOf(inChunks(Buffer.from('header\na\n\nb\nc\n'))), done, 2))
  const line = (number: number, text: string) => ({ number, text })
  expect(await batches(0)).toEqual([
    { from: 0, to: 2, lines: [line(2, 'a')] },
    { from: 2, to: 4, lines: [line(4, 'b')] },
    { from: 4, to: 5, lines: [line(5, 'c')] },
  ])
  expect(await batches(4)).toEqual([{ from: 4, to: 5, lines: [line(5, 'c')] }])
  expect(await batches(5)).toEqual([])
})
