import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { importJobShape } from './import-job-shape.js'
import { requireImportJob } from './require-import-job.js'

export const DescribeUserImportJob: Operation<'DescribeUserImportJob'> = async (world, request) => {
  await requirePool(world, request.UserPoolId)
  return { UserImportJob: importJobShape(world, await requireImportJob(world.stores, request)) }
}
