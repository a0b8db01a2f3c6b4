import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8')
const variablesIn = (text: string) => [...new Set(text.match(/--lk-[a-z-]+/g))].sort()

test('the README tells every variable of the theme, and no other', () => {
  expect(variablesIn(read('../README.md'))).toEqual(variablesIn(read('theme.css')))
})

test('the components use no colour that is not a variable of the theme', () => {
  const styles = read('components.css')
  expect(variablesIn(styles).filter((name) => !read('theme.css').includes(`${name}:`))).toEqual([])
  // What lies behind a dialog is dark in either theme.
  expect(styles.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\)/gi)).toEqual(['rgb(0 0 0 / 45%)'])
})
