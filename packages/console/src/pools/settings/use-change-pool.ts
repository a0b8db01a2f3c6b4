import type { UpdateUserPoolRequest } from '@latchkey/wire'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '../../server/call.js'
import { readAgain } from '../../server/queries.js'
import { updateOf } from './update-pool.js'

/** Changes some settings of a pool and leaves the others as they are now: they are read once more before. */
export function useChangePool(poolId: string) {
  const client = useQueryClient()
  return async (change: Partial<UpdateUserPoolRequest>) => {
    const { UserPool } = await call('DescribeUserPool', { UserPoolId: poolId })
    await call('UpdateUserPool', updateOf(UserPool ?? {}, change))
    await readAgain(client, ['DescribeUserPool', 'GetUserPoolMfaConfig'], poolId)
  }
}
