import { randomText } from '../chance.js'
import { invalidParameter, Refusal } from '../errors.js'
import { acted } from '../events/acting.js'
import type { Operation } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import { MOST_JOBS } from './import-job.js'
import { importJobShape } from './import-job-shape.js'
import { requireImportJob } from './require-import-job.js'

export const CreateUserImportJob: Operation<'CreateUserImportJob'> = async (world, request) => {
  if (request.PasswordHashingAlgorithm !== undefined) throw invalidParameter(NO_HASHES)
  const job = {
    poolId: request.UserPoolId,
    jobId: `import-${randomText(world.random, 10)}`,
    name: request.JobName,
    roleArn: request.CloudWatchLogsRoleArn,
  }
  const created = await world.transaction(async (stores) => {
    // Of two at once, the second counts the first.
    await stores.pools.hold(job.poolId)
    await requirePool({ stores }, job.poolId)
    if ((await stores.importJobs.count(job.poolId)) >= MOST_JOBS)
      throw new Refusal('LimitExceededException', `A user pool has at most ${MOST_JOBS} user import jobs.`)
    await stores.importJobs.insert(job, world.clock.now())
    await acted(world, stores, job.poolId)
    return requireImportJob(stores, { UserPoolId: job.poolId, JobId: job.jobId })
  })
  return { UserImportJob: importJobShape(world, created) }
}

/** SRP verifiers are made of the password itself (RFC 5054): no hash of it turns into one. */
const NO_HASHES =
  'PasswordHashingAlgorithm is not served by this version of Latchkey: imported users set a new password.'
