import type { UserImportJobType } from '@latchkey/wire'
import type { World } from '../operation.js'
import type { ImportJob } from './import-job.js'
import { uploadUrl } from './upload.js'

const epochSeconds = (date: Date | undefined) => (date === undefined ? undefined : date.getTime() / 1000)

/** A job as it travels. */
export const importJobShape = (
  world: Pick<World, 'keyring' | 'publicUrl'>,
  job: ImportJob,
): UserImportJobType => ({
  JobName: job.name,
  JobId: job.jobId,
  UserPoolId: job.poolId,
  PreSignedUrl: uploadUrl(world, job),
  CreationDate: epochSeconds(job.createdAt),
  StartDate: epochSeconds(job.startedAt),
  CompletionDate: epochSeconds(job.completedAt),
  Status: job.status,
  CloudWatchLogsRoleArn: job.roleArn,
  ImportedUsers: job.imported,
  SkippedUsers: job.skipped,
  FailedUsers: job.failed,
  CompletionMessage: job.completionMessage,
})
