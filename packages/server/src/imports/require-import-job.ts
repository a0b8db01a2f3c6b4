import { notFound, Refusal } from '../errors.js'
import type { Stores } from '../operation.js'
import type { ImportJob } from './import-job.js'

type Named = { UserPoolId: string; JobId: string }

/** The job that an operator names, of the pool that the operator names. Throws ResourceNotFoundException. */
export async function requireImportJob(
  { importJobs }: Pick<Stores, 'importJobs'>,
  { UserPoolId, JobId }: Named,
): Promise<ImportJob> {
  const job = await importJobs.find({ poolId: UserPoolId, jobId: JobId })
  if (!job) throw notFound(`User import job ${JobId} does not exist.`)
  return job
}

export const notPossible = (message: string) => new Refusal('PreconditionNotMetException', message)
