import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Checkpoint } from './checkpoint.ts'
import type { CheckpointStore } from './checkpoint-store.ts'
import { fileNameOf, keyOf } from './file-name.ts'
import { folderCheckpointStore } from './folder-checkpoint-store.ts'
import { memoryCheckpointStore } from './memory-checkpoint-store.ts'

const checkpoint = (...numbers: number[]): Checkpoint => ({
  weights: [{ name: 'w', shape: [numbers.length], dtype: 'float32', values: Float32Array.from(numbers) }],
  optimizer: null,
})

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweetspot-checkpoints-'))
})
afterAll(() => rm(folder, { recursive: true }))

let stores = 0
describe.each<[string, () => CheckpointStore]>([
  ['in memory', memoryCheckpointStore],
  ['in a folder', () => folderCheckpointStore(join(folder, `store-${stores++}`, 'deep'))],
])('a checkpoint store %s', (_, create) => {
  test('is empty at first', async () => {
    const store = create()
    expect(await store.list()).toEqual([])
    await expect(store.load('a')).rejects.toMatchObject({ code: 'ERR_CHECKPOINT_NOT_FOUND' })
    await store.delete('a')
  })

  test('loads the last checkpoint saved under a key, until it is deleted', async () => {
    const store = create()
    await store.save('a', checkpoint(1))
    await store.save('b', checkpoint(2))
    await store.save('a', checkpoint(Number.NaN, -0))
    expect(await store.load('a')).toEqual(checkpoint(Number.NaN, -0))
    await store.delete('a')
    await expect(store.load('a')).rejects.toMatchObject({ code: 'ERR_CHECKPOINT_NOT_FOUND' })
    expect(await store.list()).toEqual(['b'])
  })

  test('stores copies', async () => {
    const store = create()
    const mine = checkpoint(1, 2)
    await store.save('a', mine)
    mine.weights[0]?.values.fill(9)
    const loaded = await store.load('a')
    expect(loaded).toEqual(checkpoint(1, 2))
    loaded.weights[0]?.values.fill(9)
    expect(await store.load('a')).toEqual(checkpoint(1, 2))
  })

  test('distinguishes keys that file systems confuse', async () => {
    const store = create()
    const keys = [
      'a',
      'A',
      '.',
      '..',
      'a/b',
      'a\\b',
      '../a',
      'con',
      'é',
      'e\u0301',
      '%61',
      ' ',
      'a.checkpoint',
      '__proto__',
    ]
    for (const [index, key] of keys.entries()) await store.save(key, checkpoint(index))
    expect(await store.list()).toEqual([...keys].sort())
    for (const [index, key] of keys.entries()) expect(await store.load(key)).toEqual(checkpoint(index))
  })

  test.each(['', '\ud800', 'x'.repeat(201)])('rejects the key %j', async (key) => {
    await expect(create().save(key, checkpoint(1))).rejects.toMatchObject({ code: 'ERR_INVALID_NAME' })
  })

  test('many writers of one key leave one complete checkpoint', async () => {
    const store = create()
    const all = Array.from({ length: 20 }, (_, n) => checkpoint(...Array.from({ length: 1000 }, () => n)))
    await Promise.all(all.map((one) => store.save('a', one)))
    expect(all).toContainEqual(await store.load('a'))
    expect(await store.list()).toEqual(['a'])
  })
})

test('a folder contains only complete checkpoints after saving, and another store reads them', async () => {
  const path = join(folder, 'shared')
  await folderCheckpointStore(path).save('Trial 1', checkpoint(1))
  expect(await readdir(path)).toEqual(['%54rial%201.checkpoint'])
  expect(await folderCheckpointStore(path).load('Trial 1')).toEqual(checkpoint(1))
})

test('list ignores foreign files, and temporary files of a killed process', async () => {
  const path = join(folder, 'foreign')
  await folderCheckpointStore(path).save('a', checkpoint(1))
  for (const name of ['notes.txt', 'A.checkpoint', 'b.checkpoint.1-0.tmp', '%.checkpoint']) {
    await writeFile(join(path, name), 'x')
  }
  expect(await folderCheckpointStore(path).list()).toEqual(['a'])
})

test('load distinguishes a damaged file from a missing one', async () => {
  const path = join(folder, 'damaged')
  const store = folderCheckpointStore(path)
  await store.save('a', checkpoint(1))
  await writeFile(join(path, 'a.checkpoint'), 'x')
  await expect(store.load('a')).rejects.toMatchObject({ code: 'ERR_CORRUPT_CHECKPOINT' })
})

test('a failed write rejects and leaves the folder unchanged', async () => {
  const path = join(folder, 'blocked')
  await writeFile(path, 'a file where the folder should be')
  const store = folderCheckpointStore(path)
  await expect(store.save('a', checkpoint(1))).rejects.toMatchObject({ code: 'ERR_STORAGE' })
  await expect(store.list()).rejects.toMatchObject({ code: 'ERR_STORAGE' })
})

test('file names decode to their keys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), (key) => {
      expect(keyOf(fileNameOf(key))).toBe(key)
      expect(fileNameOf(key)).toMatch(/^[a-z0-9_%-]+\.checkpoint$/)
    }),
  )
})
