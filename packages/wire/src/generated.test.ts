import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isLatchkeyOperation, isOperationName, operationFacts, operationNames } from './operation-facts.js'

interface Model {
  operations: Record<string, { errors: string[]; signed: boolean }>
}
const modelIn = (file: string): Model => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'))
const model = modelIn('../model.json')
const latchkey = modelIn('../latchkey.json')

test('the generated files are what the model says', () => {
  const generate = fileURLToPath(new URL('../generate.mjs', import.meta.url))
  expect(execFileSync(process.execPath, [generate, '--check'], { encoding: 'utf8' })).toBe('')
})

test('the facts of every operation are those of the model', () => {
  const cognitos = operationNames.filter((name) => !isLatchkeyOperation(name))
  expect(cognitos).toEqual(Object.keys(model.operations).sort())
  expect(cognitos).toHaveLength(132)
  for (const name of cognitos) {
    const { errors, signed } = model.operations[name] ?? {}
    const target = `AWSCognitoIdentityProviderService.${name}`
    expect(operationFacts(name)).toEqual({ target, errors, signed })
  }
})

test('what Cognito does not have stands under a target of its own', () => {
  const ours = operationNames.filter(isLatchkeyOperation)
  expect(ours).toEqual(Object.keys(latchkey.operations).sort())
  for (const name of ours) {
    const { errors, signed } = latchkey.operations[name] ?? {}
    expect(operationFacts(name)).toEqual({ target: `LatchkeyService.${name}`, errors, signed })
  }
})

test('only the names of operations are names of operations', () => {
  expect(isOperationName('ConfirmDevice')).toBe(true)
  for (const name of ['constructor', '__proto__', 'toString', 'confirmdevice', '']) {
    expect(isOperationName(name)).toBe(false)
  }
})
