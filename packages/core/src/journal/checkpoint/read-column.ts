import { decodeData } from '../codec.ts'
import type { ByteReader } from './byte-reader.ts'
import { KIND } from './column-kinds.ts'

/** A column of JSON values. Values are made when they are read, and deeply frozen. */
export interface Column {
  at(row: number): unknown
}

/**
 * Reads a column of `rows` values.
 *
 * @throws RangeError if the bytes are not a column
 */
export function readColumn(reader: ByteReader, rows: number): Column {
  const kind = reader.byte()
  switch (kind) {
    case KIND.constant: {
      const [value] = dictionaryOf(reader)
      return { at: () => value }
    }
    case KIND.doubles: {
      const values = reader.doubles(rows)
      return { at: (row) => values[row] }
    }
    case KIND.integers1:
    case KIND.integers2:
    case KIND.integers4: {
      const low = reader.double()
      const values = reader.integers(rows, SIZES[kind])
      return { at: (row) => low + (values[row] as number) }
    }
    case KIND.dictionary: {
      const words = dictionaryOf(reader)
      const indices = readNumbers(reader, rows)
      return { at: (row) => words[indices(row)] }
    }
    case KIND.objects:
      return readObjects(reader, rows)
    case KIND.arrays:
      return readArrays(reader, rows)
    case KIND.mixed:
      return readMixed(reader, rows)
    default:
      throw new RangeError(`There is no column of kind ${kind}.`)
  }
}

const SIZES = { [KIND.integers1]: 1, [KIND.integers2]: 2, [KIND.integers4]: 4 } as const

const dictionaryOf = (reader: ByteReader) => decodeData(reader.text()).words as readonly unknown[]

/** Reads a column of numbers as a function of the row. */
export function readNumbers(reader: ByteReader, rows: number): (row: number) => number {
  const column = readColumn(reader, rows)
  return (row) => column.at(row) as number
}

function readObjects(reader: ByteReader, rows: number): Column {
  const shapes = JSON.parse(reader.text()) as readonly (readonly string[])[]
  const shapeOf = shapes.length > 1 ? readNumbers(reader, rows) : () => 0
  const { ranks, counts } = ranksOf(shapeOf, rows, shapes.length)
  const read = shapes.map((keys, shape) => ({
    keys,
    columns: keys.map(() => readColumn(reader, counts[shape] as number)),
  }))
  return {
    at(row) {
      const { keys, columns } = read[shapeOf(row)] as (typeof read)[number]
      const rank = ranks ? (ranks[row] as number) : row
      const object: Record<string, unknown> = {}
      for (let index = 0; index < keys.length; index += 1) {
        const value = (columns[index] as Column).at(rank)
        const key = keys[index] as string
        if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true })
        else object[key] = value
      }
      return Object.freeze(object)
    },
  }
}

function readArrays(reader: ByteReader, rows: number): Column {
  const lengthOf = readNumbers(reader, rows)
  const starts = new Uint32Array(rows + 1)
  for (let row = 0; row < rows; row += 1) starts[row + 1] = (starts[row] as number) + lengthOf(row)
  const count = reader.word()
  const items = count > 0 ? readColumn(reader, count) : undefined
  return {
    at(row) {
      const [start, end] = [starts[row] as number, starts[row + 1] as number]
      if (end === start) return EMPTY
      return Object.freeze(Array.from({ length: end - start }, (_, index) => items?.at(start + index)))
    },
  }
}

const EMPTY: readonly never[] = Object.freeze([])

function readMixed(reader: ByteReader, rows: number): Column {
  const kindOf = readNumbers(reader, rows)
  const { ranks } = ranksOf(kindOf, rows, PARTS)
  const columns = Array.from({ length: PARTS }, () => {
    const count = reader.word()
    return count > 0 ? readColumn(reader, count) : undefined
  })
  return { at: (row) => columns[kindOf(row)]?.at(ranks ? (ranks[row] as number) : row) }
}

/** The number of kinds that a mixed column has. */
const PARTS = 4

/** The number of earlier rows of the same part, for each row, and the number of rows of each part. */
function ranksOf(partOf: (row: number) => number, rows: number, parts: number) {
  if (parts === 1) return { ranks: undefined, counts: [rows] }
  const counts = Array.from({ length: parts }, () => 0)
  const ranks = new Uint32Array(rows)
  for (let row = 0; row < rows; row += 1) {
    const part = partOf(row)
    ranks[row] = counts[part] as number
    counts[part] = (counts[part] as number) + 1
  }
  return { ranks, counts }
}
