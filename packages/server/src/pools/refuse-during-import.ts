import { Refusal } from '../errors.js'
import type { Stores } from '../operation.js'

/** A file is held against the pool as it was: its columns, and its rules. Throws UserImportInProgressException. */
export async function refuseDuringImport(
  { importJobs }: Pick<Stores, 'importJobs'>,
  poolId: string,
): Promise<void> {
  if (await importJobs.isRunning(poolId))
    throw new Refusal('UserImportInProgressException', 'A user import job of the user pool is in progress.')
}
