import {
  AliasExistsException,
  GroupExistsException,
  InvalidParameterException,
  LimitExceededException,
  ResourceNotFoundException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect } from 'vitest'
import { given } from './pool-server.js'
import type { Exercise, Stage } from './sdk-stage.js'

/** Groups, tags, secrets of clients and linked identities, which operators keep. */

const NO_GROUP = { GroupName: 'nobody' }

/** A group of its own, and its name with the pool's id. */
async function newGroup({ client, here, newName }: Stage, members: { Precedence?: number } = {}) {
  const group = { ...here, GroupName: `group-of-${newName()}` }
  await client.createGroup({ ...group, ...members })
  return group
}

async function newMember(stage: Stage) {
  const group = await newGroup(stage)
  const { username: Username } = await stage.newUser()
  await stage.client.adminAddUserToGroup({ ...group, Username })
  return { group, Username }
}

const groups: Record<string, Exercise> = {
  CreateGroup: {
    async serves({ client, here, newName }) {
      const members = {
        ...here,
        GroupName: `group-of-${newName()}`,
        Description: 'They may',
        RoleArn: 'arn:aws:iam::000000000000:role/admin',
        Precedence: 0,
      }
      const { Group } = await client.createGroup(members)
      expect(Group).toEqual({
        ...members,
        CreationDate: expect.any(Date),
        LastModifiedDate: expect.any(Date),
      })
    },
    refuses: async (stage) => stage.client.createGroup(await newGroup(stage)),
    error: GroupExistsException,
  },
  GetGroup: {
    async serves(stage) {
      const group = await newGroup(stage, { Precedence: 3 })
      expect((await stage.client.getGroup(group)).Group).toMatchObject({ ...group, Precedence: 3 })
    },
    refuses: ({ client, here }) => client.getGroup({ ...here, ...NO_GROUP }),
    error: ResourceNotFoundException,
  },
  ListGroups: {
    async serves(stage) {
      const group = await newGroup(stage)
      const { Groups } = await stage.client.listGroups({ ...stage.here, Limit: 60 })
      expect(Groups).toContainEqual(expect.objectContaining(group))
    },
    refuses: ({ client, here }) => client.listGroups({ ...here, NextToken: 'made-up' }),
    error: InvalidParameterException,
  },
  UpdateGroup: {
    async serves(stage) {
      const group = await newGroup(stage, { Precedence: 3 })
      const { Group } = await stage.client.updateGroup({ ...group, Description: 'changed' })
      expect(Group).toMatchObject({ ...group, Description: 'changed', Precedence: 3 })
    },
    refuses: ({ client, here }) => client.updateGroup({ ...here, ...NO_GROUP }),
    error: ResourceNotFoundException,
  },
  DeleteGroup: {
    async serves(stage) {
      const group = await newGroup(stage)
      await stage.client.deleteGroup(group)
      await expect(stage.client.getGroup(group)).rejects.toBeInstanceOf(ResourceNotFoundException)
    },
    refuses: ({ client, here }) => client.deleteGroup({ ...here, ...NO_GROUP }),
    error: ResourceNotFoundException,
  },
  AdminAddUserToGroup: {
    async serves(stage) {
      const { group, Username } = await newMember(stage)
      const { Users } = await stage.client.listUsersInGroup(group)
      expect(Users?.map((user) => user.Username)).toEqual([Username])
    },
    refuses: async (stage) =>
      stage.client.adminAddUserToGroup({ ...(await newGroup(stage)), Username: 'nobody' }),
    error: UserNotFoundException,
  },
  AdminRemoveUserFromGroup: {
    async serves(stage) {
      const { group, Username } = await newMember(stage)
      await stage.client.adminRemoveUserFromGroup({ ...group, Username })
      expect((await stage.client.listUsersInGroup(group)).Users).toEqual([])
    },
    refuses: async (stage) =>
      stage.client.adminRemoveUserFromGroup({ ...(await newGroup(stage)), Username: 'nobody' }),
    error: UserNotFoundException,
  },
  AdminListGroupsForUser: {
    async serves(stage) {
      const { group, Username } = await newMember(stage)
      const { Groups } = await stage.client.adminListGroupsForUser({ ...stage.here, Username })
      expect(Groups).toEqual([expect.objectContaining(group)])
    },
    refuses: ({ client, here }) => client.adminListGroupsForUser({ ...here, Username: 'nobody' }),
    error: UserNotFoundException,
  },
  ListUsersInGroup: {
    async serves(stage) {
      const { group, Username } = await newMember(stage)
      const { Users } = await stage.client.listUsersInGroup(group)
      expect(Users).toEqual([expect.objectContaining({ Username, Enabled: true, UserStatus: 'CONFIRMED' })])
    },
    refuses: ({ client, here }) => client.listUsersInGroup({ ...here, ...NO_GROUP }),
    error: ResourceNotFoundException,
  },
}

/** A pool of its own, by its ARN. */
async function newResource({ client, anotherPool }: Stage) {
  const { UserPool } = await client.describeUserPool(await anotherPool())
  return { ResourceArn: given(UserPool?.Arn) }
}

const NO_RESOURCE = { ResourceArn: 'arn:aws:cognito-idp:local:000000000000:userpool/local_000000000' }

const tags: Record<string, Exercise> = {
  TagResource: {
    async serves(stage) {
      const resource = await newResource(stage)
      await stage.client.tagResource({ ...resource, Tags: { stage: 'test' } })
      expect((await stage.client.listTagsForResource(resource)).Tags).toEqual({ stage: 'test' })
    },
    refuses: ({ client }) => client.tagResource({ ...NO_RESOURCE, Tags: { stage: 'test' } }),
    error: ResourceNotFoundException,
  },
  UntagResource: {
    async serves(stage) {
      const resource = await newResource(stage)
      await stage.client.tagResource({ ...resource, Tags: { stage: 'test', team: 'blue' } })
      await stage.client.untagResource({ ...resource, TagKeys: ['stage'] })
      expect((await stage.client.listTagsForResource(resource)).Tags).toEqual({ team: 'blue' })
    },
    refuses: ({ client }) => client.untagResource({ ...NO_RESOURCE, TagKeys: ['stage'] }),
    error: ResourceNotFoundException,
  },
  ListTagsForResource: {
    async serves(stage) {
      expect((await stage.client.listTagsForResource(await newResource(stage))).Tags).toEqual({})
    },
    refuses: ({ client }) => client.listTagsForResource(NO_RESOURCE),
    error: ResourceNotFoundException,
  },
}

/** A client that was made with a secret. */
async function confidentialClient({ client, here }: Stage) {
  const { UserPoolClient } = await client.createUserPoolClient({
    ...here,
    ClientName: 'back end',
    GenerateSecret: true,
  })
  return { ...here, ClientId: given(UserPoolClient?.ClientId) }
}

const secrets: Record<string, Exercise> = {
  AddUserPoolClientSecret: {
    async serves(stage) {
      const { ClientSecretDescriptor } = await stage.client.addUserPoolClientSecret(
        await confidentialClient(stage),
      )
      expect(ClientSecretDescriptor).toEqual({
        ClientSecretId: expect.any(String),
        ClientSecretValue: expect.stringMatching(/^\w{51}$/),
        ClientSecretCreateDate: expect.any(Date),
      })
    },
    refuses: async (stage) => {
      const named = await confidentialClient(stage)
      await stage.client.addUserPoolClientSecret(named)
      return stage.client.addUserPoolClientSecret(named)
    },
    error: LimitExceededException,
  },
  ListUserPoolClientSecrets: {
    async serves(stage) {
      const { ClientSecrets } = await stage.client.listUserPoolClientSecrets(await confidentialClient(stage))
      expect(ClientSecrets).toEqual([
        { ClientSecretId: expect.any(String), ClientSecretCreateDate: expect.any(Date) },
      ])
    },
    refuses: ({ client, here }) => client.listUserPoolClientSecrets({ ...here, ClientId: 'nobody' }),
    error: ResourceNotFoundException,
  },
  DeleteUserPoolClientSecret: {
    async serves(stage) {
      const named = await confidentialClient(stage)
      const { ClientSecretDescriptor: second } = await stage.client.addUserPoolClientSecret(named)
      const ClientSecretId = given(second?.ClientSecretId)
      await stage.client.deleteUserPoolClientSecret({ ...named, ClientSecretId })
      expect((await stage.client.listUserPoolClientSecrets(named)).ClientSecrets).toHaveLength(1)
    },
    refuses: async (stage) => {
      const named = await confidentialClient(stage)
      const { ClientSecrets } = await stage.client.listUserPoolClientSecrets(named)
      const ClientSecretId = given(ClientSecrets?.[0]?.ClientSecretId)
      return stage.client.deleteUserPoolClientSecret({ ...named, ClientSecretId })
    },
    error: InvalidParameterException,
  },
}

/** A user of the pool, and an identity of another provider that nobody has. */
async function toBeLinked({ here, newUser, newName }: Stage) {
  const { username } = await newUser()
  const SourceUser = {
    ProviderName: 'Google',
    ProviderAttributeName: 'Cognito_Subject',
    ProviderAttributeValue: newName(),
  }
  const DestinationUser = { ProviderName: 'Cognito', ProviderAttributeValue: username }
  return { username, request: { ...here, DestinationUser, SourceUser } }
}

async function identitiesOf({ client, here }: Stage, Username: string): Promise<unknown> {
  const { UserAttributes } = await client.adminGetUser({ ...here, Username })
  return JSON.parse(UserAttributes?.find(({ Name }) => Name === 'identities')?.Value ?? '[]')
}

const links: Record<string, Exercise> = {
  AdminLinkProviderForUser: {
    async serves(stage) {
      const { username, request } = await toBeLinked(stage)
      await stage.client.adminLinkProviderForUser(request)
      expect(await identitiesOf(stage, username)).toEqual([
        expect.objectContaining({
          providerName: 'Google',
          userId: request.SourceUser.ProviderAttributeValue,
        }),
      ])
    },
    refuses: async (stage) => {
      const { request } = await toBeLinked(stage)
      await stage.client.adminLinkProviderForUser(request)
      const { DestinationUser } = (await toBeLinked(stage)).request
      return stage.client.adminLinkProviderForUser({ ...request, DestinationUser })
    },
    error: AliasExistsException,
  },
  AdminDisableProviderForUser: {
    async serves(stage) {
      const { username, request } = await toBeLinked(stage)
      await stage.client.adminLinkProviderForUser(request)
      await stage.client.adminDisableProviderForUser({ ...stage.here, User: request.SourceUser })
      expect(await identitiesOf(stage, username)).toEqual([])
    },
    refuses: async (stage) => {
      const { request } = await toBeLinked(stage)
      return stage.client.adminDisableProviderForUser({ ...stage.here, User: request.SourceUser })
    },
    error: UserNotFoundException,
  },
}

export const groupsExercises: Record<string, Exercise> = { ...groups, ...tags, ...secrets, ...links }
