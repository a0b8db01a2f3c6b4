import { acting } from '../events/acting.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { importJobShape } from './import-job-shape.js'
import { notPossible, requireImportJob } from './require-import-job.js'

export const StopUserImportJob: Operation<'StopUserImportJob'> = async (world, request) => {
  await requirePool(world, request.UserPoolId)
  const job = await requireImportJob(world.stores, request)
  if (!(await acting(world, job.poolId, ({ importJobs }) => importJobs.askToStop(job))))
    throw notPossible(`The user import job is in the status ${job.status}: it cannot be stopped.`)
  world.imports.wake()
  return { UserImportJob: importJobShape(world, await requireImportJob(world.stores, request)) }
}
