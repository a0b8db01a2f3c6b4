import * as sdk from '@aws-sdk/client-cognito-identity-provider'
import { operations } from '@latchkey/server'
import { isLatchkeyOperation, isOperationName } from '@latchkey/wire'
import { test as base, expect, vi } from 'vitest'
import { groupsExercises } from './sdk-exercises-groups.js'
import { importExercises } from './sdk-exercises-imports.js'
import { mfaExercises } from './sdk-exercises-mfa.js'
import { operatorsExercises } from './sdk-exercises-operators.js'
import { passkeysExercises } from './sdk-exercises-passkeys.js'
import { recoveryExercises } from './sdk-exercises-recovery.js'
import { usersExercises } from './sdk-exercises-users.js'
import { openStage, type Stage } from './sdk-stage.js'

vi.setConfig({ testTimeout: 60_000 })

const test = base.extend<{ $file: { stage: Stage } }>({
  stage: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures are wanted
    async ({}, use) => {
      await using stage = await openStage()
      await use(stage)
    },
    { scope: 'file' },
  ],
})

const exercises = {
  ...operatorsExercises,
  ...usersExercises,
  ...mfaExercises,
  ...groupsExercises,
  ...importExercises,
  ...recoveryExercises,
  ...passkeysExercises,
}
const names = (wanted: 'served' | 'not served') =>
  Object.entries(operations)
    // The SDK knows nothing of those that Cognito does not have.
    .filter(([name]) => isOperationName(name) && !isLatchkeyOperation(name))
    .filter(([, operation]) => (operation === 'not served') === (wanted === 'not served'))
    .map(([name]) => name)

test('every operation that the server serves is exercised here, and no other', () => {
  expect(Object.keys(exercises).sort()).toEqual(names('served').sort())
})

test.for(Object.entries(exercises))(
  '%s answers what was asked for, and refuses with an error of its own class',
  async ([name, exercise], { stage }) => {
    const before = stage.pool.book.calls.length
    await exercise.serves(stage)
    const refusal: unknown = await exercise.refuses(stage).then(
      () => undefined,
      (error) => error,
    )

    expect(refusal).toBeInstanceOf(exercise.error)
    expect(refusal).toMatchObject({ $fault: 'client', message: expect.stringMatching(/\S/) })
    const outcomes = stage.pool.book.calls
      .slice(before)
      .filter(({ operation }) => operation === name)
      .map(({ status }) => status)
    expect(new Set(outcomes)).toEqual(new Set([200, 400]))
  },
)

test.for(names('not served'))('%s says that it is not served', async (name, { stage }) => {
  const Command: new (input: object) => sdk.DescribeUserPoolCommand = Reflect.get(sdk, `${name}Command`)

  const refusal: unknown = await stage.client.send(new Command({})).catch((error: unknown) => error)

  expect(refusal).toBeInstanceOf(sdk.InvalidParameterException)
  expect(refusal).toMatchObject({ message: expect.stringContaining(`${name} is not served`) })
})

test('an admin operation that is signed with another key is refused', async ({ stage }) => {
  const stranger = new sdk.CognitoIdentityProvider({
    region: 'local',
    endpoint: stage.pool.url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'guessed' },
  })

  await expect(stranger.listUserPools({ MaxResults: 1 })).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  })
  stranger.destroy()
})
