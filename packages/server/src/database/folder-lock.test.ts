import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FolderInUse, lockFolder } from './folder-lock.js'

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-lock-'))
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

test('a folder has one server: a second one is refused, in words that tell what to do', () => {
  using place = temporaryFolder()
  const lock = lockFolder(place.folder)
  expect(() => lockFolder(place.folder)).toThrow(FolderInUse)
  expect(() => lockFolder(place.folder)).toThrow('--data')
  lock.release()
})

test('a folder that was let go can be taken again, as often as one likes', () => {
  using place = temporaryFolder()
  for (let times = 0; times < 3; times += 1) lockFolder(place.folder).release()
})

test('a folder that is not there yet is made; others are not locked by it', () => {
  using place = temporaryFolder()
  const [one, other] = ['one', 'other'].map((name) => lockFolder(join(place.folder, name)))
  one?.release()
  other?.release()
})
