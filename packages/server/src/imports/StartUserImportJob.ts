import { acted } from '../events/acting.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import type { ImportJob } from './import-job.js'
import { importJobShape } from './import-job-shape.js'
import { notPossible, requireImportJob } from './require-import-job.js'

export const StartUserImportJob: Operation<'StartUserImportJob'> = async (world, request) => {
  await requirePool(world, request.UserPoolId)
  await world.transaction(async (stores) => {
    // Of two jobs that are started at once, the second sees the first.
    await stores.pools.hold(request.UserPoolId)
    const job = await requireImportJob(stores, request)
    if (!(await stores.importJobs.start(job, world.clock.now()))) throw notPossible(whyNot(job))
    await acted(world, stores, job.poolId)
  })
  world.imports.wake()
  return { UserImportJob: importJobShape(world, await requireImportJob(world.stores, request)) }
}

function whyNot(job: ImportJob): string {
  if (job.status !== 'Created')
    return `The user import job is in the status ${job.status}: it cannot be started.`
  if (job.uploadId === undefined) return 'The CSV file of the user import job has not been uploaded.'
  return 'Another user import job of the user pool is in progress.'
}
