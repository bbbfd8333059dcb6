import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { placeNewFile } from './place-new-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  writeFileSync(join(folder, 'part'), 'new')
})
afterEach(() => rmSync(folder, { recursive: true }))

const noLinks = () => {
  throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' })
}

describe.each([
  ['with hard links', undefined],
  ['without hard links', noLinks],
])('placeNewFile on a file system %s', (_, link) => {
  it('gives a file its name', () => {
    placeNewFile(join(folder, 'part'), join(folder, 'file'), link)
    expect(readdirSync(folder)).toEqual(['file'])
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('new')
  })

  it('replaces nothing', () => {
    writeFileSync(join(folder, 'file'), 'old')
    expect(() => placeNewFile(join(folder, 'part'), join(folder, 'file'), link)).toThrow(
      expect.objectContaining({ code: 'ERR_FILE_EXISTS' }),
    )
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old')
  })
})

it('placeNewFile leaves no empty file behind if the rename fails', () => {
  const link = () => {
    // The partial file disappears before it is renamed.
    rmSync(join(folder, 'part'))
    return noLinks()
  }
  expect(() => placeNewFile(join(folder, 'part'), join(folder, 'file'), link)).toThrow(
    expect.objectContaining({ code: 'ENOENT' }),
  )
  expect(readdirSync(folder)).toEqual([])
})
