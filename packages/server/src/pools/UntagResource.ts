import type { Operation } from '../operation.js'
import { changeTags } from './change-tags.js'

export const UntagResource: Operation<'UntagResource'> = async (world, request) => {
  const removed = new Set(request.TagKeys)
  await changeTags(world, request.ResourceArn, (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key))),
  )
  return {}
}
