import type { Operation } from '../operation.js'
import { changeTags } from './change-tags.js'

export const TagResource: Operation<'TagResource'> = async (world, request) => {
  await changeTags(world, request.ResourceArn, (tags) => ({ ...tags, ...request.Tags }))
  return {}
}
