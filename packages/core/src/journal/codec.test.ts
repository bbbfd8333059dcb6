import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../space/json-value.ts'
import { assertExactly } from '../testing/assertions.ts'
import { decodeEvent, detached, encodeEvent } from './codec.ts'
import { memoryStorage } from './memory-storage.ts'
import type { EventOf, StudyEvent } from './study-event.ts'

const annotation = (value: unknown): EventOf<'trial-annotated'> => ({
  type: 'trial-annotated',
  number: 0,
  attributes: { value: value as Json },
  at: 1,
})

/** Any value that can be in an event: JSON and all numbers, any strings, any keys. */
const { anyValue } = fc.letrec((tie) => ({
  anyValue: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(null, true, false, -0, Number.NaN, '$', '$number'),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    fc.array(tie('anyValue')),
    fc.dictionary(
      fc.oneof(fc.constantFrom('__proto__', 'constructor', '$number', '$', 'toJSON'), fc.string({ unit: 'binary' })),
      tie('anyValue'),
    ),
  ),
}))
const anyEvent = anyValue.map(annotation)

describe('the codec', () => {
  it('round-trips every event', () => {
    fc.assert(fc.property(anyEvent, (event) => assertExactly(decodeEvent(encodeEvent(event)), event)))
  })

  it('round-trips every event through the memory storage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { maxLength: 5 }), async (events) => {
        const storage = memoryStorage()
        const created = {
          type: 'study-created',
          format: 1,
          name: 'a',
          directions: {},
          space: null,
          seed: 1,
          at: 1,
        } as const
        const id = await storage.create(created)
        await storage.append(id, events, 1)
        assertExactly(await storage.read(id, 0), [created, ...events])
      }),
    )
  })

  it('detached equals decodeEvent(encodeEvent())', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const copy = detached(event)
        assertExactly(copy, decodeEvent(encodeEvent(event)))
        assertExactly(copy, event)
        expect(sharedObjects(copy, event)).toEqual([])
        expect(unfrozen(copy)).toEqual([])
        expect(unfrozen(decodeEvent(encodeEvent(event)))).toEqual([])
      }),
    )
  })

  it('writes standard JSON, plain if possible', () => {
    expect(encodeEvent(annotation({ a: [1, 'x', null] }))).toBe(
      '{"type":"trial-annotated","number":0,"attributes":{"value":{"a":[1,"x",null]}},"at":1}',
    )
    const special = annotation([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -0,
      { $number: 'NaN', $: 1 },
    ])
    expect(JSON.parse(encodeEvent(special))).toMatchObject({
      attributes: {
        value: [
          { $number: 'NaN' },
          { $number: 'Infinity' },
          { $number: '-Infinity' },
          { $number: '-0' },
          { $$number: 'NaN', $$: 1 },
        ],
      },
    })
  })

  it('omits undefined properties', () => {
    const event = { ...annotation(1), owner: undefined } as StudyEvent
    for (const copy of [decodeEvent(encodeEvent(event)), detached(event)]) assertExactly(copy, annotation(1))
    const special = { ...annotation(Number.NaN), owner: undefined } as StudyEvent
    for (const copy of [decodeEvent(encodeEvent(special)), detached(special)])
      assertExactly(copy, annotation(Number.NaN))
  })

  it.each(['', 'null', '[]', '"text"', '{}', '{"type":1}', '{"type":"trial-deleted"', '{"$$type":"a"}', '\0'])(
    'refuses %j',
    (text) => {
      expect(() => decodeEvent(text)).toThrow(expect.objectContaining({ code: 'ERR_CORRUPT_JOURNAL' }))
    },
  )
})

function objectsIn(value: unknown): object[] {
  return typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(objectsIn)] : []
}

const unfrozen = (value: unknown) => objectsIn(value).filter((object) => !Object.isFrozen(object))

function sharedObjects(one: unknown, other: unknown): object[] {
  const known = new Set(objectsIn(other))
  return objectsIn(one).filter((object) => known.has(object))
}
