import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeData } from '../codec.ts'
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { readColumn } from './read-column.ts'
import { writeColumn } from './write-column.ts'

function bytesOf(values: readonly unknown[]): Uint8Array {
  const writer = new ByteWriter()
  writeColumn(writer, values)
  return writer.finish()
}

function restored(values: readonly unknown[]): unknown[] {
  const column = readColumn(new ByteReader(bytesOf(values)), values.length)
  return values.map((_, row) => column.at(row))
}

/** Numbers that JSON lacks included. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.double(),
    fc.integer(),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 2 ** 53, -(2 ** 40)),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('$number', '__proto__'),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$number', 'constructor', '7')), tie('value'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
})).value

describe('columns', () => {
  it('restore any JSON values', () => {
    fc.assert(
      fc.property(fc.array(json, { maxLength: 40 }), (values) => {
        expect(restored(values)).toEqual(values)
        // The order of keys, too.
        expect(encodeData(restored(values))).toBe(encodeData(values))
      }),
    )
  })

  it('restore objects of the same keys, and of many', () => {
    const number = fc.oneof(fc.double(), fc.integer())
    const record = fc.record(
      { number: fc.nat(), x: number, list: fc.array(fc.record({ step: fc.nat(), value: number })), note: fc.string() },
      { requiredKeys: ['number'], noNullPrototype: true },
    )
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), (rows) => {
        expect(restored(rows)).toEqual(rows)
      }),
    )
  })

  it('keep a key called __proto__', () => {
    const value = JSON.parse('{"__proto__": {"x": 1}, "a": 2}') as object
    expect(Object.entries(restored([value])[0] as object)).toEqual([
      ['__proto__', { x: 1 }],
      ['a', 2],
    ])
  })

  it('freeze what they return', () => {
    const [value] = restored([{ list: [{ x: 1 }], empty: [] }]) as [{ list: object[]; empty: object }]
    expect([value, value.list, value.list[0], value.empty].every(Object.isFrozen)).toBe(true)
  })

  it('take one byte for each small integer, and none for a constant', () => {
    const numbers = Array.from({ length: 1_000 }, (_, index) => 1e12 + (index % 200))
    expect(bytesOf(numbers).length).toBeLessThan(1_050)
    expect(bytesOf(numbers.map(() => 'adam')).length).toBeLessThan(50)
  })

  it('can be read from any offset', () => {
    const bytes = bytesOf([0.5, 1.5, 2.5])
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    const column = readColumn(new ByteReader(shifted.subarray(3)), 3)
    expect([0, 1, 2].map((row) => column.at(row))).toEqual([0.5, 1.5, 2.5])
  })

  it('throw for bytes that end early', () => {
    const bytes = bytesOf(Array.from({ length: 50 }, (_, index) => ({ x: index / 7 })))
    for (let length = 0; length < bytes.length - 8; length += 11) {
      expect(() => readColumn(new ByteReader(bytes.subarray(0, length)), 50)).toThrow()
    }
  })
})
