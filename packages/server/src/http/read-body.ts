import { invalidParameter } from '../errors.js'
import type { HeadersToRead } from './headers.js'

/** No request of the protocol comes near it: the longest strings of the model have 131,072 characters. */
const LARGEST_BODY = 1024 * 1024

/** How much of an oversized body is read and dropped, so that its sender gets to hear the answer. */
const MOST_DROPPED = 64 * 1024 * 1024

/** The body as text. Throws InvalidParameterException when it is over 1 MB; nothing beyond that is kept. */
export async function readBody(request: Request, headers: HeadersToRead = request.headers): Promise<string> {
  // Listeners hold senders to the length that they tell (RFC 9112, 6.3), and `text()` costs far less than a stream.
  const told = headers.get('content-length')
  const text =
    told !== null && Number(told) <= LARGEST_BODY ? await request.text() : await readStream(request)
  if (text === undefined || text.length > LARGEST_BODY) {
    throw invalidParameter(`The request body is larger than ${LARGEST_BODY} bytes.`)
  }
  return text
}

/**
 * Undefined when there is too much of it; the rest is read and dropped. It is kept in one buffer that grows: a sender
 * may cut a body into chunks of one byte, and an object for each of them would fill the memory.
 */
async function readStream(request: Request): Promise<string | undefined> {
  if (!request.body) return ''
  let kept = Buffer.allocUnsafe(16 * 1024)
  let length = 0
  for await (const chunk of request.body as AsyncIterable<Uint8Array>) {
    const end = length + chunk.length
    if (end <= LARGEST_BODY) {
      kept = withRoomFor(end, kept, length)
      kept.set(chunk, length)
    }
    length = end
    if (length > MOST_DROPPED) break
  }
  return length > LARGEST_BODY ? undefined : kept.toString('utf8', 0, length)
}

function withRoomFor(end: number, kept: Buffer<ArrayBuffer>, length: number): Buffer<ArrayBuffer> {
  if (end <= kept.length) return kept
  const larger = Buffer.allocUnsafe(Math.min(LARGEST_BODY, Math.max(end, 2 * kept.length)))
  kept.copy(larger, 0, 0, length)
  return larger
}
