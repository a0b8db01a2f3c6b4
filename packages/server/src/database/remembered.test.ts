import { expect, test } from 'vitest'
import { remembered } from './remembered.js'

type Row = { id: string; settings: string; modified_at: number }

const documents = () => {
  let made = 0
  return remembered(
    ({ id }: Row) => id,
    (row) => {
      made += 1
      return { ...JSON.parse(row.settings), id: row.id, at: row.modified_at, made }
    },
  )
}

const row = (changes: Partial<Row> = {}): Row => ({
  id: 'a',
  settings: '{"x":{"y":1}}',
  modified_at: 1,
  ...changes,
})

test('a row that is read again makes the same object', () => {
  const documentOf = documents()
  expect(documentOf(row())).toBe(documentOf(row()))
})

test.each([{ settings: '{"x":{"y":2}}' }, { modified_at: 2 }, { id: 'b' }])(
  'a row with %o makes another one',
  (change) => {
    const documentOf = documents()
    const before = documentOf(row())
    const after = documentOf(row(change))
    expect(after).not.toBe(before)
    expect(after).toEqual({
      ...JSON.parse(row(change).settings),
      id: row(change).id,
      at: row(change).modified_at,
      made: 2,
    })
    // And back: what a row said before is not what it says.
    if (change.id === undefined) expect(documentOf(row())).toMatchObject({ at: 1, x: { y: 1 }, made: 3 })
  },
)

test('what is shared cannot be changed, however deep', () => {
  const document = documents()(row())
  expect(() => Object.assign(document, { id: 'c' })).toThrow(TypeError)
  expect(() => Object.assign(document.x, { y: 3 })).toThrow(TypeError)
})
