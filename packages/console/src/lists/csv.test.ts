import { expect, test } from 'vitest'
import { csvCell, csvLine } from './csv.js'

test('a line has its cells as they are, with dates that every program reads', () => {
  expect(csvLine(['Chrome on macOS', 2, true, new Date(0), undefined])).toBe(
    'Chrome on macOS,2,true,1970-01-01T00:00:00.000Z,\r\n',
  )
})

test.each([
  ['comma, and "quotes"', '"comma, and ""quotes"""'],
  ['two\nlines', '"two\nlines"'],
  ['two\r\nlines', '"two\r\nlines"'],
  [' blanks around ', '" blanks around "'],
  ['', ''],
])('%j is quoted so that it comes back unchanged', (text, cell) => {
  expect(csvCell(text)).toBe(cell)
})

test.each(['=1+1', '+49', '-2+3', '@SUM(A1)', '\tcmd', '\r=1', '  =1', '\n=1', '|calc', '%0A', '＝1'])(
  '%j is no formula in a spreadsheet',
  (text) => {
    expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/)
  },
)

test.each([
  ['Mine;=1+1', `"Mine;'=1+1"`],
  ['Mine; \t@SUM(A1);x', `"Mine; \t'@SUM(A1);x"`],
  ['Mine\t+49', `"Mine\t'+49"`],
  ['two\n=1+1', `"two\n'=1+1"`],
  ['a;"=1"', '"a;""\'=1"""'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64)', '"Mozilla/5.0 (Windows NT 10.0; Win64; x64)"'],
])('%j is none either where semicolons, tabs or lines part the cells', (text, cell) => {
  expect(csvCell(text)).toBe(cell)
})

test('a formula that needs quotes is harmless inside of them', () => {
  expect(csvCell('=HYPERLINK("http://evil","click")')).toBe(`"'=HYPERLINK(""http://evil"",""click"")"`)
})

test('a number below zero stays a number', () => {
  expect(csvCell(-1)).toBe('-1')
})
