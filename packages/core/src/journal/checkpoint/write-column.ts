import { encodeData } from '../codec.ts'
import type { ByteWriter } from './byte-writer.ts'
import { KIND } from './column-kinds.ts'

type Kind = 'number' | 'primitive' | 'array' | 'object'

const KINDS: readonly Kind[] = ['number', 'primitive', 'array', 'object']

/** Writes a column of JSON values, which may be NaN, infinite or −0. An undefined value becomes null. */
export function writeColumn(writer: ByteWriter, values: readonly unknown[]): void {
  const [first] = values
  const isPrimitive = typeof first !== 'object' || first === null
  if (isPrimitive && values.every((value) => Object.is(value, first))) {
    writer.byte(KIND.constant)
    writer.text(encodeData({ words: [first ?? null] }))
    return
  }
  const kind = kindOf(first)
  if (values.every((value) => kindOf(value) === kind)) return writeKind(writer, kind, values)
  writer.byte(KIND.mixed)
  writeNumbers(
    writer,
    values.map((value) => KINDS.indexOf(kindOf(value))),
  )
  for (const each of KINDS) {
    const some = values.filter((value) => kindOf(value) === each)
    writer.word(some.length)
    if (some.length > 0) writeKind(writer, each, some)
  }
}

function writeKind(writer: ByteWriter, kind: Kind, values: readonly unknown[]): void {
  if (kind === 'number') writeNumbers(writer, values as number[])
  else if (kind === 'primitive') writeDictionary(writer, values)
  else if (kind === 'array') writeArrays(writer, values as (readonly unknown[])[])
  else writeObjects(writer, values as { readonly [key: string]: unknown }[])
}

function kindOf(value: unknown): Kind {
  if (typeof value === 'number') return 'number'
  if (typeof value !== 'object' || value === null) return 'primitive'
  return Array.isArray(value) ? 'array' : 'object'
}

/** Writes a column of numbers. */
export function writeNumbers(writer: ByteWriter, values: readonly number[]): void {
  let [low, high, areIntegers] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true]
  for (const value of values) {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      areIntegers = false
      break
    }
    if (value < low) low = value
    if (value > high) high = value
  }
  const range = high - low
  if (!areIntegers || !(range < 2 ** 32)) {
    writer.byte(KIND.doubles)
    writer.doubles(values)
    return
  }
  const size = range < 2 ** 8 ? 1 : range < 2 ** 16 ? 2 : 4
  writer.byte({ 1: KIND.integers1, 2: KIND.integers2, 4: KIND.integers4 }[size])
  writer.double(low)
  writer.integers(values, size, low)
}

function writeDictionary(writer: ByteWriter, values: readonly unknown[]): void {
  const indices = new Map<unknown, number>()
  const positions = values.map((value = null) => {
    const index = indices.get(value) ?? indices.size
    if (index === indices.size) indices.set(value, index)
    return index
  })
  writer.byte(KIND.dictionary)
  writer.text(encodeData({ words: [...indices.keys()] }))
  writeNumbers(writer, positions)
}

function writeArrays(writer: ByteWriter, values: readonly (readonly unknown[])[]): void {
  writer.byte(KIND.arrays)
  writeNumbers(
    writer,
    values.map(({ length }) => length),
  )
  const items = values.flat()
  writer.word(items.length)
  if (items.length > 0) writeColumn(writer, items)
}

function writeObjects(writer: ByteWriter, values: readonly { readonly [key: string]: unknown }[]): void {
  const shapes = new Map<string, { readonly keys: readonly string[]; readonly rows: (typeof values)[number][] }>()
  const order = new Map<string, number>()
  const indices = values.map((value) => {
    // Undefined means absent, as in JSON.
    const keys = Object.keys(value).filter((key) => value[key] !== undefined)
    const id = JSON.stringify(keys)
    const shape = shapes.get(id) ?? { keys, rows: [] }
    if (shape.rows.length === 0) {
      shapes.set(id, shape)
      order.set(id, order.size)
    }
    shape.rows.push(value)
    return order.get(id) as number
  })
  writer.byte(KIND.objects)
  writer.text(JSON.stringify([...shapes.values()].map(({ keys }) => keys)))
  if (shapes.size > 1) writeNumbers(writer, indices)
  for (const { keys, rows } of shapes.values()) {
    for (const key of keys)
      writeColumn(
        writer,
        rows.map((row) => row[key]),
      )
  }
}
