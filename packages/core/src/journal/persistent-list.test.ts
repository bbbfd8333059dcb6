import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PersistentList } from './persistent-list.ts'

const filled = (length: number) => {
  let list = PersistentList.empty<{ n: number }>()
  const edit = {}
  for (let n = 0; n < length; n += 1) list = list.set(n, { n }, edit)
  return list
}

describe('PersistentList', () => {
  it('starts empty', () => {
    const list = PersistentList.empty<number>()
    expect(list.length).toBe(0)
    expect(list.get(0)).toBeUndefined()
    expect([...list]).toEqual([])
  })

  it('equals an array that is copied for each edit, in all versions', () => {
    const change = fc.record({
      /** The index of the version to change. */
      version: fc.nat(),
      /** Indices, taken modulo one more than the length; all are set under one edit. */
      indices: fc.array(fc.nat(), { maxLength: 20 }),
    })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_200 }), fc.array(change, { maxLength: 12 }), (length, changes) => {
        const versions = [{ list: filled(length), array: Array.from({ length }, (_, n) => ({ n })) }]
        for (const { version, indices } of changes) {
          const from = versions[version % versions.length] as (typeof versions)[number]
          let { list } = from
          const array = [...from.array]
          const edit = {}
          for (const place of indices) {
            const index = place % (array.length + 1)
            const value = { n: place }
            list = list.set(index, value, edit)
            array[index] = value
          }
          versions.push({ list, array })
        }
        for (const { list, array } of versions) {
          expect([...list]).toEqual(array)
          expect(list.length).toBe(array.length)
          expect(array.every((value, index) => list.get(index)?.n === value.n)).toBe(true)
          expect(list.get(array.length)).toBeUndefined()
        }
      }),
    )
  })

  it('has items at whole indices only, also those that are restored', () => {
    const restored = PersistentList.restored<{ n: number }>({ length: 3, get: (n) => ({ n }) })
    for (const list of [filled(3), restored]) {
      expect(list.get(1)).toEqual({ n: 1 })
      for (const index of [0.5, -1, 3, Number.NaN]) expect(list.get(index)).toBeUndefined()
    }
  })

  it('shares memory between versions: a thousand versions of 100,000 items take little more than one', () => {
    const versions = [filled(100_000)]
    const before = process.memoryUsage().heapUsed
    for (let n = 0; n < 1_000; n += 1) {
      versions.push(
        (versions.at(-1) as (typeof versions)[number]).set(n % 2 === 0 ? 100_000 + n / 2 : n * 50, { n: -n }, {}),
      )
    }
    // One copy of a chunk and of the list of chunks each: 6 MB. Copies of everything would be 800 MB.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100e6)
    expect(versions[0]?.length).toBe(100_000)
    expect(versions[0]?.get(50)).toEqual({ n: 50 })
    expect(versions[2]?.get(50)).toEqual({ n: -1 })
    expect(versions.at(-1)?.length).toBe(100_500)
  })
})
