import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { highWaterMark, readMark } from './high-water-mark.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  path = join(folder, 'studies.db')
  writeFileSync(path, '')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('close', () => {
  it('removes the marks if the write-ahead log is gone, and keeps them otherwise', () => {
    for (const [log, isKept] of [
      [true, true],
      [false, false],
    ] as const) {
      if (log) writeFileSync(`${path}-wal`, '')
      else rmSync(`${path}-wal`)
      const marks = highWaterMark(path)
      marks.raise(1, 5)
      marks.close()
      expect(existsSync(`${path}-mark`)).toBe(isKept)
      expect(readMark(path)).toEqual(isKept ? new Map([[1, 5]]) : new Map())
    }
  })

  it('does not throw if the marks cannot be removed', () => {
    const marks = highWaterMark(path)
    marks.raise(1, 5)
    rmSync(`${path}-mark`)
    mkdirSync(`${path}-mark`)
    expect(() => marks.close()).not.toThrow()
  })
})
