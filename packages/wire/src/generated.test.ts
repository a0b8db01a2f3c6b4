import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isOperationName, operationFacts, operationNames } from './operation-facts.js'

interface Model {
  operations: Record<string, { errors: string[]; signed: boolean }>
}
const model: Model = JSON.parse(readFileSync(new URL('../model.json', import.meta.url), 'utf8'))

test('the generated files are what the model says', () => {
  const generate = fileURLToPath(new URL('../generate.mjs', import.meta.url))
  expect(execFileSync(process.execPath, [generate, '--check'], { encoding: 'utf8' })).toBe('')
})

test('the facts of every operation are those of the model', () => {
  expect(operationNames).toEqual(Object.keys(model.operations).sort())
  expect(operationNames).toHaveLength(132)
  for (const name of operationNames) {
    const { errors, signed } = model.operations[name] ?? {}
    expect(operationFacts(name)).toEqual({ errors, signed })
  }
})

test('only the names of operations are names of operations', () => {
  expect(isOperationName('ConfirmDevice')).toBe(true)
  for (const name of ['constructor', '__proto__', 'toString', 'confirmdevice', '']) {
    expect(isOperationName(name)).toBe(false)
  }
})
