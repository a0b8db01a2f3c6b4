import type { Operation } from '../operation.js'
import { requireTagged } from './change-tags.js'

export const ListTagsForResource: Operation<'ListTagsForResource'> = async (world, request) => ({
  Tags: (await requireTagged(world, request.ResourceArn)).tags,
})
