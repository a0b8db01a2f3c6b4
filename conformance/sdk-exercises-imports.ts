import {
  InvalidParameterException,
  PreconditionNotMetException,
  ResourceNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect } from 'vitest'
import { given } from './pool-server.js'
import { type Exercise, NO_POOL, type Stage } from './sdk-stage.js'

/** Importing a file of users, in a pool of its own: it is UserImportInProgressException to change it meanwhile. */

const CloudWatchLogsRoleArn = 'arn:aws:iam::111111111111:role/CognitoCloudWatchLogsRole'
const NO_JOB = { JobId: 'import-0000000000' }

async function newJob({ client, anotherPool }: Stage) {
  const there = await anotherPool()
  const { UserImportJob } = await client.createUserImportJob({
    ...there,
    JobName: 'staff',
    CloudWatchLogsRoleArn,
  })
  return { UserPoolId: there.UserPoolId, JobId: given(UserImportJob?.JobId), job: given(UserImportJob) }
}

/** A job whose file is there: one user of the given name, or as many as it takes to see it at work. */
async function uploadedJob(stage: Stage, names: string[]) {
  const { client, pool } = stage
  const { UserPoolId, JobId, job } = await newJob(stage)
  const { CSVHeader = [] } = await client.getCSVHeader({ UserPoolId })
  const values = { email_verified: 'true', 'cognito:mfa_enabled': 'false' }
  const lines = names.map((name) => {
    const user: Record<string, string> = {
      ...values,
      'cognito:username': name,
      email: `${name}@example.com`,
    }
    return CSVHeader.map((column) => user[column] ?? '').join(',')
  })
  const { pathname, search } = new URL(given(job.PreSignedUrl))
  const body = [CSVHeader.join(','), ...lines].join('\n')
  const { status } = await fetch(`${pool.url}${pathname}${search}`, { method: 'PUT', body })
  expect(status).toBe(200)
  return { UserPoolId, JobId }
}

type Job = Awaited<ReturnType<typeof uploadedJob>>

const jobNow = async ({ client }: Stage, job: Job) => (await client.describeUserImportJob(job)).UserImportJob

const many = Array.from({ length: 20_000 }, (_, at) => `user-${at}`)

export const importExercises: Record<string, Exercise> = {
  GetCSVHeader: {
    async serves({ client, here }) {
      const { CSVHeader, UserPoolId } = await client.getCSVHeader(here)
      expect(UserPoolId).toBe(here.UserPoolId)
      expect(CSVHeader?.slice(0, 3)).toEqual(['name', 'given_name', 'family_name'])
      expect(CSVHeader?.slice(-2)).toEqual(['cognito:mfa_enabled', 'cognito:username'])
    },
    refuses: ({ client }) => client.getCSVHeader(NO_POOL),
    error: ResourceNotFoundException,
  },
  CreateUserImportJob: {
    async serves(stage) {
      const { job, UserPoolId } = await newJob(stage)
      expect(job).toMatchObject({
        JobId: expect.stringMatching(/^import-[0-9A-Za-z]{10}$/),
        JobName: 'staff',
        UserPoolId,
        Status: 'Created',
        CloudWatchLogsRoleArn,
        PreSignedUrl: expect.stringMatching(/^http/),
        CreationDate: expect.any(Date),
        ImportedUsers: 0,
        SkippedUsers: 0,
        FailedUsers: 0,
      })
    },
    refuses: ({ client, here }) =>
      client.createUserImportJob({
        ...here,
        JobName: 'staff',
        CloudWatchLogsRoleArn,
        PasswordHashingAlgorithm: 'BCRYPT',
      }),
    error: InvalidParameterException,
  },
  StartUserImportJob: {
    async serves(stage) {
      const job = await uploadedJob(stage, ['alice'])
      const { UserImportJob } = await stage.client.startUserImportJob(job)
      expect(UserImportJob).toMatchObject({ Status: 'Pending', StartDate: expect.any(Date) })
      await expect.poll(() => jobNow(stage, job)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 })
      const { UserStatus } = await stage.client.adminGetUser({
        UserPoolId: job.UserPoolId,
        Username: 'alice',
      })
      expect(UserStatus).toBe('RESET_REQUIRED')
    },
    async refuses(stage) {
      const { UserPoolId, JobId } = await newJob(stage)
      return stage.client.startUserImportJob({ UserPoolId, JobId })
    },
    error: PreconditionNotMetException,
  },
  StopUserImportJob: {
    async serves(stage) {
      const job = await uploadedJob(stage, many)
      await stage.client.startUserImportJob(job)
      const { UserImportJob } = await stage.client.stopUserImportJob(job)
      expect(UserImportJob).toMatchObject({ Status: 'Stopping' })
      await expect
        .poll(() => jobNow(stage, job))
        .toMatchObject({ Status: 'Stopped', CompletionDate: expect.any(Date) })
    },
    async refuses(stage) {
      const { UserPoolId, JobId } = await newJob(stage)
      return stage.client.stopUserImportJob({ UserPoolId, JobId })
    },
    error: PreconditionNotMetException,
  },
  DescribeUserImportJob: {
    async serves(stage) {
      const { UserPoolId, JobId, job } = await newJob(stage)
      const { UserImportJob } = await stage.client.describeUserImportJob({ UserPoolId, JobId })
      expect(UserImportJob).toEqual(job)
    },
    refuses: ({ client, here }) => client.describeUserImportJob({ ...here, ...NO_JOB }),
    error: ResourceNotFoundException,
  },
  ListUserImportJobs: {
    async serves(stage) {
      const { UserPoolId, JobId } = await newJob(stage)
      const { UserImportJobs } = await stage.client.listUserImportJobs({ UserPoolId, MaxResults: 1 })
      expect(UserImportJobs).toMatchObject([{ JobId, UserPoolId }])
    },
    refuses: ({ client, here }) =>
      client.listUserImportJobs({ ...here, MaxResults: 1, PaginationToken: 'guessed' }),
    error: InvalidParameterException,
  },
}
