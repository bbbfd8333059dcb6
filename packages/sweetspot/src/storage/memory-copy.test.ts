import { fstatSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryCopy } from './memory-copy.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  path = join(folder, 'studies.db')
  new Database(path).exec('create table one (two)').close()
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The open descriptors of the file. */
function descriptors(): number[] {
  const { ino } = statSync(path)
  return readdirSync('/dev/fd')
    .map(Number)
    .filter((one) => {
      try {
        return fstatSync(one).ino === ino
      } catch {
        return false
      }
    })
}

describe.skipIf(process.platform === 'win32')('memoryCopy', () => {
  it('keeps one descriptor of a file in use, and closes it with the first copy after that', () => {
    expect(descriptors()).toHaveLength(0)
    writeFileSync(`${path}-shm`, '')
    for (let copy = 0; copy < 3; copy += 1) memoryCopy(path).database.close()
    expect(descriptors()).toHaveLength(1)
    rmSync(`${path}-shm`)
    memoryCopy(path).database.close()
    expect(descriptors()).toHaveLength(0)
  })
})
