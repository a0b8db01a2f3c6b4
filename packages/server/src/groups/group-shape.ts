import type { GroupType } from '@latchkey/wire'
import { invalidParameter } from '../errors.js'
import { type Group, type GroupSettings, LARGEST_PRECEDENCE } from './group.js'

/** Groups between the wire and the domain. */

/** Throws InvalidParameterException for a precedence that is too large, which the model does not bound. */
export function groupSettingsOf(
  request: Pick<GroupType, 'Description' | 'RoleArn' | 'Precedence'>,
): GroupSettings {
  const { Description: description, RoleArn: roleArn, Precedence: precedence } = request
  if (precedence !== undefined && precedence > LARGEST_PRECEDENCE) {
    throw invalidParameter(`Precedence must be at most ${LARGEST_PRECEDENCE}.`)
  }
  return { description, roleArn, precedence }
}

export const groupShape = (group: Group): GroupType => ({
  GroupName: group.groupName,
  UserPoolId: group.poolId,
  Description: group.description,
  RoleArn: group.roleArn,
  Precedence: group.precedence,
  CreationDate: group.createdAt.getTime() / 1000,
  LastModifiedDate: group.modifiedAt.getTime() / 1000,
})
