import { Refusal } from '../errors.js'
import { sameText } from '../keys/keyring.js'
import type { World } from '../operation.js'
import { type ImportJob, MOST_BYTES, MOST_USERS, UPLOAD_MILLISECONDS } from './import-job.js'
import { notPossible } from './require-import-job.js'

/** Where a file of users is put, which needs no access key: the address itself is the secret, for a while. */

export type UploadAddress = { poolId: string; jobId: string; expires: string; signature: string }

type Key = { poolId: string; jobId: string }

/** `PUT` the file there. Cognito hands out a pre-signed URL of S3 in the same place. */
export function uploadUrl(
  { keyring, publicUrl }: Pick<World, 'keyring' | 'publicUrl'>,
  job: ImportJob,
): string {
  const expires = String(expiryOf(job).getTime() / 1000)
  return `${publicUrl}/imports/${job.poolId}/${job.jobId}?Expires=${expires}&Signature=${signatureOf(keyring, job, expires)}`
}

const expiryOf = ({ createdAt }: ImportJob) => new Date(createdAt.getTime() + UPLOAD_MILLISECONDS)

const signatureOf = (keyring: World['keyring'], { poolId, jobId }: Key, expires: string) =>
  keyring.hash('import upload', `${poolId} ${jobId} ${expires}`)

const CHUNK_BYTES = 256 * 1024
const NEWLINE = 10

/**
 * Keeps a file piece by piece, and gives it to its job once it is there whole. Nothing is kept of one that breaks
 * off, or is too large. Throws AccessDeniedException, InvalidParameterException or PreconditionNotMetException.
 */
export async function receiveUpload(
  world: World,
  address: UploadAddress,
  body: AsyncIterable<Uint8Array>,
): Promise<void> {
  checkAddress(world, address)
  const { importJobs } = world.stores
  const uploadId = world.random.uuid()
  try {
    await keepFile(world, address, uploadId, body)
    if (!(await world.transaction((stores) => stores.importJobs.useUpload(address, uploadId))))
      throw tooLate()
  } catch (error) {
    await importJobs.dropUpload(address, uploadId)
    throw error
  }
}

function checkAddress({ keyring, clock }: World, address: UploadAddress): void {
  const { expires, signature } = address
  if (!sameText(signatureOf(keyring, address, expires), signature))
    throw denied('The address is not one that CreateUserImportJob answered.')
  if (Number(expires) * 1000 <= clock.now().getTime())
    throw denied('The address has expired: a file is to be uploaded within 15 minutes. Create another job.')
}

async function keepFile(
  { stores }: World,
  job: Key,
  uploadId: string,
  body: AsyncIterable<Uint8Array>,
): Promise<void> {
  let position = 0
  for await (const piece of pieces(withinLimits(body))) {
    if (!(await stores.importJobs.keepChunk(job, uploadId, position, piece))) throw tooLate()
    position += 1
  }
}

/** The same bytes. Throws InvalidParameterException as soon as there are too many, or too many lines. */
async function* withinLimits(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let [bytes, ends] = [0, 0]
  for await (const part of body) {
    bytes += part.length
    ends += endsIn(part)
    if (bytes > MOST_BYTES) throw tooLarge(`${MOST_BYTES} bytes`)
    // The header has a line too, and the last one need not end.
    if (ends > MOST_USERS + 1) throw tooLarge(`${MOST_USERS} users`)
    yield part
  }
}

function endsIn(part: Uint8Array): number {
  let ends = 0
  for (let at = part.indexOf(NEWLINE); at >= 0; at = part.indexOf(NEWLINE, at + 1)) ends += 1
  return ends
}

/** Senders cut a body as they like; rows of the database are of one size. */
async function* pieces(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const piece = Buffer.allocUnsafe(CHUNK_BYTES)
  let length = 0
  for await (const part of parts) {
    for (let at = 0; at < part.length; ) {
      const fits = part.subarray(at, at + CHUNK_BYTES - length)
      piece.set(fits, length)
      length += fits.length
      at += fits.length
      if (length === CHUNK_BYTES) {
        yield piece
        length = 0
      }
    }
  }
  if (length > 0) yield piece.subarray(0, length)
}

/** The file of a job, as it was uploaded. */
export async function* fileOf({ stores }: Pick<World, 'stores'>, job: ImportJob): AsyncGenerator<Uint8Array> {
  if (job.uploadId === undefined) return
  for (let position = 0; ; position += 1) {
    const chunk = await stores.importJobs.chunk(job, job.uploadId, position)
    if (!chunk) return
    yield chunk
  }
}

const denied = (message: string) => new Refusal('AccessDeniedException', message)
const tooLarge = (most: string) =>
  new Refusal(
    'InvalidParameterException',
    `The file has more than ${most}. Nothing of it was kept; divide it.`,
  )
const tooLate = () => notPossible('The user import job takes no file any more.')
