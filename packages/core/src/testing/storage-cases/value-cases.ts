import type { JournalStorage } from '../../journal/journal-storage.ts'
import type { EventOf } from '../../journal/study-event.ts'
import type { Json } from '../../space/json-value.ts'
import { assertExactly } from '../assertions.ts'
import { annotation, readAll, reported, studyCreated } from './sample-events.ts'

const NUMBERS = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  0,
  5e-324,
  -5e-324,
  1e308,
  Number.MAX_VALUE,
  2 ** 53 - 1,
  2 ** 53 + 2,
  2 ** 63,
  0.1 + 0.2,
  -1 / 3,
  Number.EPSILON,
]

const STRINGS = [
  '',
  'plain',
  'NaN',
  '$',
  '1e400',
  '"quoted" \\ \n\r\t\b\f\u2028\u2029',
  'before\0after',
  '\0',
  '\u0001\u001f\u007f\u0085',
  '😀👨‍👩‍👧‍👦🏳️‍🌈',
  'العربية ‏ עברית',
  'e\u0301 \u00e9',
  '\ufeffbom',
  // Lone surrogates are not valid Unicode, but JavaScript strings may contain them.
  '\ud800',
  'a\udfffb',
  '\udc00\ud800',
]

/** Keys with a special meaning in JavaScript or in a codec, which must be plain data here. */
const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'toJSON',
  'then',
  'length',
  '',
  '0',
  '$',
  '$$',
  '$number',
  '$$number',
]

/** Events are read exactly as they were written. */
export const VALUE_CASES: { readonly [name: string]: (storage: JournalStorage) => Promise<void> } = {
  'numbers come back exactly, including those that JSON lacks': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    const events = [
      ...NUMBERS.map((value, index) => reported(index, value)),
      annotation([...NUMBERS]),
      annotation({ deep: { deeper: [...NUMBERS] } }),
    ]
    await storage.append(id, events, 1)
    assertExactly(await storage.read(id, 1), events)
  },

  'strings come back exactly': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    const events = [...STRINGS.map((text) => annotation(text)), annotation(Object.fromEntries(STRINGS.map(pair)))]
    await storage.append(id, events, 1)
    assertExactly(await storage.read(id, 1), events)
  },

  'strings of a megabyte come back exactly': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    const events = ['x', '\0', 'é', '😀'].map((letter) => annotation(letter.repeat(2 ** 20 / letter.length)))
    await storage.append(id, events, 1)
    assertExactly(await storage.read(id, 1), events)
  },

  'special keys are data, and do not pollute prototypes': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    const events = KEYS.flatMap((key) => [
      annotation(withKey(key, 'NaN')),
      annotation(withKey(key, { polluted: true })),
      annotation([withKey(key, withKey(key, [null]))]),
      { ...annotation(0), attributes: withKey(key, key) },
      { ...reported(0, 0), values: withKey(key, Number.NaN) as { [metric: string]: number } },
    ])
    await storage.append(id, events, 1)
    assertExactly(await storage.read(id, 1), events)
    assertExactly(({} as { polluted?: unknown }).polluted, undefined)
    for (const event of await readAll(storage, id))
      assertExactly(Object.getPrototypeOf(event) === Object.prototype, true)
  },

  'an optional field that is undefined is absent': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    const event = {
      ...annotation(1),
      attributes: { value: 1, nothing: undefined },
    } as unknown as EventOf<'trial-annotated'>
    await storage.append(id, [event], 1)
    assertExactly(await storage.read(id, 1), [annotation(1)])
  },

  'changing a written object does not change stored events': async (storage) => {
    const created = { ...studyCreated('net'), directions: { loss: 'minimize' as 'minimize' | 'maximize' } }
    const id = await storage.create(created)
    created.directions.loss = 'maximize'
    const list = [1, 2]
    const events = [annotation(list), annotation('second')]
    await storage.append(id, events, 1)
    list.push(3)
    events.push(annotation('third'))
    events[1] = annotation('other')
    assertExactly(await readAll(storage, id), [studyCreated('net'), annotation([1, 2]), annotation('second')])
  },

  'read events are frozen, or changing them does not change stored events': async (storage) => {
    const id = await storage.create(studyCreated('net'))
    await storage.append(id, [annotation({ list: [1, 2] })], 1)
    const spoil = (change: () => void) => {
      try {
        change()
      } catch {
        // Frozen events cannot be changed at all.
      }
    }
    const page = (await storage.read(id, 1)) as unknown[]
    const event = page[0] as { attributes: { value: { list: number[] } }; number: number }
    spoil(() => event.attributes.value.list.push(3))
    spoil(() => {
      event.number = 7
    })
    spoil(() => page.push(annotation('other')))
    assertExactly(await storage.read(id, 1), [annotation({ list: [1, 2] })])
  },
}

const pair = (text: string): [string, string] => [`key ${text}`, text]

/** An object with one own key, which may be `__proto__`. */
const withKey = (key: string, value: Json): { [key: string]: Json } => Object.fromEntries([[key, value]])
