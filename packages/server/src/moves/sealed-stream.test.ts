import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExportFault } from './export-fault.js'
import { CHUNK, opening, sealing } from './sealed-stream.js'

const KEY = randomBytes(32)
const HEADER = 50
const SEALED_CHUNK = CHUNK + 16

async function* inPieces(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function all(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const seal = (plain: Uint8Array, size?: number) => all(sealing(KEY)(inPieces(plain, size)))
const open = (sealed: Uint8Array, { key = KEY, size }: { key?: Uint8Array; size?: number } = {}) =>
  all(opening(key)(inPieces(sealed, size)))

/** Three chunks, the last one short. */
const PLAIN = randomBytes(2 * CHUNK + 100)
const sealedPlain = seal(PLAIN)

/** A sealed file as its header and its chunks. */
async function parts() {
  const file = await sealedPlain
  const chunkAt = (number: number) =>
    file.subarray(HEADER + number * SEALED_CHUNK, HEADER + (number + 1) * SEALED_CHUNK)
  return {
    file,
    header: file.subarray(0, HEADER),
    chunks: [0, 1, 2].map(chunkAt) as [Buffer, Buffer, Buffer],
  }
}

const refused = (file: Uint8Array) => expect(open(file)).rejects.toBeInstanceOf(ExportFault)

describe('what is sealed', () => {
  test('opens to what it was, whatever its length and wherever the streams were divided', async () => {
    const length = fc.oneof(
      fc.constantFrom(0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK),
      fc.nat({ max: 3 * CHUNK }),
    )
    const size = fc.integer({ min: 1000, max: 2 * CHUNK })
    await fc.assert(
      fc.asyncProperty(length, size, size, async (bytes, written, read) => {
        const plain = randomBytes(bytes)
        expect(plain.equals(await open(await seal(plain, written), { size: read }))).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  test('is another file each time, and tells nothing of what is in it', async () => {
    const [one, other] = [await seal(Buffer.from('alice')), await seal(Buffer.from('alice'))]
    expect(one.equals(other)).toBe(false)
    expect(one.includes('alice')).toBe(false)
  })

  test('is read byte by byte as well', async () => {
    expect((await open(await seal(Buffer.from('alice')), { size: 1 })).toString()).toBe('alice')
  })
})

describe('a file is refused', () => {
  test('wherever one bit of it was changed', async () => {
    const file = await seal(randomBytes(60))
    for (let at = 0; at < file.length; at += 1) {
      const edited = Buffer.from(file)
      edited.writeUInt8(file.readUInt8(at) ^ (1 << (at % 8)), at)
      await refused(edited)
    }
  })

  test('wherever it was cut, and where it was cut between two chunks it says so', async () => {
    const small = await seal(randomBytes(60))
    for (let length = 0; length < small.length; length += 1) await refused(small.subarray(0, length))
    const { file } = await parts()
    for (const end of [HEADER, HEADER + SEALED_CHUNK, HEADER + 2 * SEALED_CHUNK]) {
      await expect(open(file.subarray(0, end))).rejects.toThrow('The file is cut short.')
      for (const by of [-1, 1]) await refused(file.subarray(0, end + by))
    }
  })

  test('when chunks are swapped, repeated, left out, or those of another file', async () => {
    const { header, chunks } = await parts()
    const [first, second, last] = chunks
    const stranger = (await seal(PLAIN)).subarray(HEADER, HEADER + SEALED_CHUNK)
    for (const some of [
      [second, first, last],
      [first, first, second, last],
      [first, second, second, last],
      [first, last],
      [second, last],
      [last],
      [stranger, second, last],
      [first, second, last, last],
    ]) {
      await refused(Buffer.concat([header, ...some]))
    }
  })

  test('when anything follows it: one more byte, or one more file', async () => {
    const { file } = await parts()
    await refused(Buffer.concat([file, Buffer.from([0])]))
    await refused(Buffer.concat([file, file]))
    const full = await seal(randomBytes(CHUNK))
    await expect(open(Buffer.concat([full, full]))).rejects.toThrow('Something follows')
  })

  test('under the header of another file of the same key', async () => {
    const { chunks } = await parts()
    const header = (await seal(PLAIN)).subarray(0, HEADER)
    await refused(Buffer.concat([header, ...chunks]))
  })

  test('with another key, and says so', async () => {
    await expect(open(await sealedPlain, { key: randomBytes(32) })).rejects.toThrow(
      'The key is not the one that the file was written with',
    )
  })

  test('of another format, and says which', async () => {
    const file = Buffer.from(await sealedPlain)
    file.writeUInt16BE(1, 16)
    await expect(open(file)).rejects.toThrow(
      'The file has format 1, and this Latchkey reads format 2: take the Latchkey that wrote it.',
    )
  })

  test.each(['', 'latch', 'SQLite format 3\0', 'x'.repeat(10_000)])('that is none: %j', async (text) => {
    await refused(Buffer.from(text))
  })
})

test('nothing comes out of a chunk that was edited, nor of any after it', async () => {
  const edited = Buffer.from(await sealedPlain)
  edited.writeUInt8(edited.readUInt8(HEADER + SEALED_CHUNK) ^ 1, HEADER + SEALED_CHUNK)
  const seen: Buffer[] = []
  const read = async () => {
    for await (const chunk of opening(KEY)(inPieces(edited))) seen.push(chunk)
  }
  await expect(read()).rejects.toBeInstanceOf(ExportFault)
  expect(PLAIN.subarray(0, CHUNK).equals(Buffer.concat(seen))).toBe(true)
})
