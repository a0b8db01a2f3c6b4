import type { Operation } from '../operation.js'
import { groupShape } from './group-shape.js'
import { requireGroup } from './require-group.js'

export const GetGroup: Operation<'GetGroup'> = async (world, request) => {
  const { group } = await requireGroup(world, request)
  return { Group: groupShape(group) }
}
