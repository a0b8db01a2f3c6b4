import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { ExportFault } from './export-fault.js'

/**
 * The outer form of an export: a header, and AES-256-GCM in chunks. Each chunk's nonce is its number and whether it is
 * the last one, so that chunks that are missing, repeated, swapped or added do not open ("STREAM": Hoang, Reyhanitabar,
 * Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015; as in age-encryption.org/v1).
 * Chunks are of one size, so that no length has to be believed.
 */

/** The format of the whole file: of this form, and of what is in it. A file of any other one is refused. */
export const FORMAT = 2

export const CHUNK = 64 * 1024

const MAGIC = Buffer.from('latchkey export\n')
const VERSION = 2
const SALT = 16
const COMMITMENT = 16
const HEADER = MAGIC.length + VERSION + SALT + COMMITMENT
const TAG = 16

type Bytes = AsyncIterable<Uint8Array>
type FileKey = { key: Buffer; header: Buffer }

/** Seals what passes through it. `exportKey` has 32 bytes. */
export const sealing = (exportKey: Uint8Array) =>
  async function* (plain: Bytes): AsyncGenerator<Buffer> {
    const file = newFile(exportKey)
    yield file.header
    let number = 0
    for await (const { bytes, last } of piecesOf(plain, CHUNK, CHUNK)) {
      yield sealChunk(file, number, last, bytes)
      number += 1
    }
  }

/** Opens what passes through it. Nothing comes out of a chunk that is not as it was written. Throws ExportFault. */
export const opening = (exportKey: Uint8Array) =>
  async function* (sealed: Bytes): AsyncGenerator<Buffer> {
    let file: FileKey | undefined
    let number = 0
    for await (const { bytes, last } of piecesOf(sealed, HEADER, CHUNK + TAG)) {
      if (file) {
        yield openChunk(file, number, last, bytes)
        number += 1
      } else {
        file = readHeader(bytes, exportKey)
        if (last) throw cutShort()
      }
    }
  }

/** Divides a stream into pieces of one size; the first one may have another, and the last one be shorter. */
async function* piecesOf(
  source: Bytes,
  first: number,
  size: number,
): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  let piece = Buffer.allocUnsafe(first)
  let filled = 0
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    let at = 0
    while (at < bytes.length) {
      if (filled === piece.length) {
        yield { bytes: piece, last: false }
        piece = Buffer.allocUnsafe(size)
        filled = 0
      }
      const copied = bytes.copy(piece, filled, at)
      filled += copied
      at += copied
    }
  }
  yield { bytes: piece.subarray(0, filled), last: true }
}

/** A key of its own for each file, so that nonces may begin at 0, and a commitment by which a wrong key is known. */
function derive(exportKey: Uint8Array, salt: Uint8Array) {
  const bytes = Buffer.from(
    hkdfSync('sha256', exportKey, salt, `latchkey export v${FORMAT}`, 32 + COMMITMENT),
  )
  return { key: bytes.subarray(0, 32), commitment: bytes.subarray(32) }
}

function newFile(exportKey: Uint8Array): FileKey {
  const salt = randomBytes(SALT)
  const { key, commitment } = derive(exportKey, salt)
  const version = Buffer.alloc(VERSION)
  version.writeUInt16BE(FORMAT)
  return { key, header: Buffer.concat([MAGIC, version, salt, commitment]) }
}

function readHeader(header: Buffer, exportKey: Uint8Array): FileKey {
  const magic = header.subarray(0, MAGIC.length)
  if (!magic.equals(MAGIC.subarray(0, magic.length)) || magic.length === 0) {
    throw new ExportFault('This is not a file that latchkey export wrote.')
  }
  if (header.length < HEADER) throw cutShort()
  const format = header.readUInt16BE(MAGIC.length)
  if (format !== FORMAT) {
    throw new ExportFault(
      `The file has format ${format}, and this Latchkey reads format ${FORMAT}: take the Latchkey that wrote it.`,
    )
  }
  const salt = header.subarray(MAGIC.length + VERSION, HEADER - COMMITMENT)
  const { key, commitment } = derive(exportKey, salt)
  if (!timingSafeEqual(commitment, header.subarray(-COMMITMENT))) {
    throw new ExportFault(
      'The key is not the one that the file was written with, or its beginning was edited.',
    )
  }
  return { key, header: Buffer.from(header) }
}

/** 11 bytes of number, 1 byte that is 1 for the last chunk. */
function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(number, 5, 6)
  nonce.writeUInt8(last ? 1 : 0, 11)
  return nonce
}

function sealChunk({ key, header }: FileKey, number: number, last: boolean, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, last))
  cipher.setAAD(header)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function openChunk(file: FileKey, number: number, last: boolean, sealed: Buffer): Buffer {
  const plain = tryChunk(file, number, last, sealed)
  if (plain) return plain
  // Opened as the other kind, it tells what happened to the file.
  if (tryChunk(file, number, !last, sealed)) throw last ? cutShort() : new ExportFault(FOLLOWED)
  const isPart = last && sealed.length < CHUNK + TAG
  throw new ExportFault(isPart ? `${EDITED} Perhaps it is cut short.` : EDITED)
}

function tryChunk(
  { key, header }: FileKey,
  number: number,
  last: boolean,
  sealed: Buffer,
): Buffer | undefined {
  if (sealed.length < TAG) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, last))
  decipher.setAAD(header)
  decipher.setAuthTag(sealed.subarray(-TAG))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()])
  } catch {
    return undefined
  }
}

const cutShort = () => new ExportFault('The file is cut short.')
const FOLLOWED = 'Something follows where the export ends: the file was edited.'
const EDITED = 'The file is not as it was written: it was edited or damaged.'
