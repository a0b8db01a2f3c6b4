import { invalidParameter } from '../errors.js'
import { readPageToken, writePageToken } from '../keys/page-token.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { importJobShape } from './import-job-shape.js'

export const ListUserImportJobs: Operation<'ListUserImportJobs'> = async (world, request) => {
  const { MaxResults, PaginationToken } = request
  const { poolId } = await requirePool(world, request.UserPoolId)
  const list = `import jobs ${poolId}`
  const after =
    PaginationToken === undefined ? undefined : position(readPageToken(world.keyring, list, PaginationToken))
  const found = await world.stores.importJobs.page(poolId, after, MaxResults + 1)
  const page = found.slice(0, MaxResults)
  const last = page.at(-1)
  const next = found.length > MaxResults && last && { createdAt: last.createdAt.getTime(), jobId: last.jobId }
  return {
    UserImportJobs: page.map((job) => importJobShape(world, job)),
    PaginationToken: next ? writePageToken(world.keyring, list, next) : undefined,
  }
}

function position(value: unknown): { createdAt: number; jobId: string } {
  if (typeof value === 'object' && value !== null && 'createdAt' in value && 'jobId' in value) {
    const { createdAt, jobId } = value
    if (typeof createdAt === 'number' && typeof jobId === 'string') return { createdAt, jobId }
  }
  throw invalidParameter('Invalid pagination token given.')
}
