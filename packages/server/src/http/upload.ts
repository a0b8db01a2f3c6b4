import { Refusal } from '../errors.js'
import type { Caller, World } from '../operation.js'
import { crossOriginHeaders } from './cross-origin.js'
import { failure, internalError } from './envelope.js'

/** Files that are put to an address which the server gave out. */

export type UploadAddress = { poolId: string; jobId: string; expires: string; signature: string }

export type Uploads = {
  /** More than this is not read, not even to be dropped. */
  mostBytes: number
  /** Keeps a file, or throws Refusal and keeps nothing of it. */
  receive(address: UploadAddress, body: AsyncIterable<Uint8Array>): Promise<void>
}

/** One upload: an empty answer once all of it is kept. Never throws. */
export async function receive(
  world: World,
  uploads: Uploads,
  address: UploadAddress,
  request: Request,
  { requestId, address: from }: Caller,
): Promise<Response> {
  const facts = { requestId, operation: 'upload', address: from }
  try {
    await uploads.receive(address, partsOf(request.body))
    world.log.info({ ...facts, outcome: 'ok' }, 'request')
    return new Response(null, {
      status: 200,
      headers: { ...crossOriginHeaders, 'x-amzn-requestid': requestId },
    })
  } catch (error) {
    if (!(error instanceof Refusal)) {
      world.log.error({ ...facts, err: error }, 'request failed')
      return failure(internalError(requestId), requestId)
    }
    // An answer before the end of the body would break the connection of its sender, who would not hear it.
    await drop(request.body, uploads.mostBytes)
    world.log.info({ ...facts, outcome: error.code }, 'request')
    return failure(error, requestId)
  }
}

/** The stream stays open when its reader leaves off. */
async function* partsOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body) yield* body.values({ preventCancel: true })
}

async function drop(body: ReadableStream<Uint8Array> | null, most: number): Promise<void> {
  let dropped = 0
  for await (const part of partsOf(body)) {
    dropped += part.length
    if (dropped > most) return
  }
}
