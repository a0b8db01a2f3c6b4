import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { csvHeader } from './import-job.js'

export const GetCSVHeader: Operation<'GetCSVHeader'> = async (world, request) => {
  const { poolId, schema } = await requirePool(world, request.UserPoolId)
  return { UserPoolId: poolId, CSVHeader: csvHeader(schema) }
}
