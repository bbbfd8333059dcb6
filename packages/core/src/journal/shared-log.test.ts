import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SharedLog } from './shared-log.ts'

describe('SharedLog', () => {
  it('equals an array that is copied for each append, in all versions', () => {
    const appends = fc.array(fc.record({ version: fc.nat(), item: fc.nat() }), { maxLength: 60 })
    fc.assert(
      fc.property(appends, (list) => {
        const versions: { log: SharedLog<number>; array: number[] }[] = [{ log: new SharedLog(), array: [] }]
        for (const { version, item } of list) {
          const from = versions[version % versions.length] as (typeof versions)[number]
          versions.push({ log: from.log.append(item), array: [...from.array, item] })
        }
        for (const { log, array } of versions) {
          expect([...log]).toEqual(array)
          expect(log.length).toBe(array.length)
          expect(array.map((_, index) => log.at(index))).toEqual(array)
          expect(log.at(array.length)).toBeUndefined()
        }
      }),
    )
  })

  it('shares its memory along one line of versions', () => {
    const items = [1, 2, 3]
    const log = new SharedLog(items)
    log.append(4).append(5)
    expect(items).toEqual([1, 2, 3, 4, 5])
    log.append(6)
    expect(items).toEqual([1, 2, 3, 4, 5])
  })

  it('shares a lineage only among versions that are prefixes of each other, and gets a new one when renewed', () => {
    const step = fc.record({ version: fc.nat(), item: fc.nat({ max: 1 }), renews: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        // The generation of a version identifies what items refer to: each renewal starts another one.
        const versions = [{ log: new SharedLog<number>(), generation: 0 }]
        for (const [index, { version, item, renews }] of steps.entries()) {
          const from = versions[version % versions.length] as (typeof versions)[number]
          if (renews) versions.push({ log: from.log.renewed(), generation: index + 1 })
          else versions.push({ log: from.log.append(item), generation: from.generation })
        }
        for (const one of versions) {
          for (const other of versions) {
            if (one.log.lineage !== other.log.lineage || one.log.length > other.log.length) continue
            expect([...other.log].slice(0, one.log.length)).toEqual([...one.log])
            expect(one.generation).toBe(other.generation)
          }
        }
      }),
    )
  })

  it('keeps its lineage as it grows', () => {
    const log = new SharedLog<number>().append(1).renewed()
    expect(log.append(2).append(3).lineage).toBe(log.lineage)
  })
})
