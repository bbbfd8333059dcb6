import { ByteReader } from './byte-reader.ts'
import { readColumn } from './read-column.ts'
import { TRIALS_IN_PART } from './restored-trials.ts'
import { NUMBERS_IN_PART } from './write-checkpoint.ts'

/** Reads the parts of a checkpoint in the order in which they were written. */
export class PartsReader {
  readonly #parts: readonly Uint8Array[]
  #next = 0

  constructor(parts: readonly Uint8Array[]) {
    this.#parts = parts
  }

  last(): ByteReader {
    return readerOf(this.#parts.at(-1))
  }

  /** The parts of `count` trials. */
  trials(count: number): readonly Uint8Array[] {
    const start = this.#next
    this.#next += Math.ceil(count / TRIALS_IN_PART)
    const parts = this.#parts.slice(start, this.#next)
    if (parts.length < this.#next - start) throw new RangeError('The checkpoint ends early.')
    return parts
  }

  numbers(count: number): Float64Array {
    const numbers = new Float64Array(count)
    for (let start = 0; start < count; start += NUMBERS_IN_PART) {
      const length = Math.min(NUMBERS_IN_PART, count - start)
      const column = readColumn(this.#take(), length)
      for (let index = 0; index < length; index += 1) numbers[start + index] = column.at(index) as number
    }
    return numbers
  }

  doubles(count: number): Float64Array {
    const doubles = new Float64Array(count)
    for (let start = 0; start < count; start += NUMBERS_IN_PART) {
      doubles.set(this.#take().doubles(Math.min(NUMBERS_IN_PART, count - start)), start)
    }
    return doubles
  }

  list(count: number): unknown[] {
    const items: unknown[] = []
    for (let start = 0; start < count; start += TRIALS_IN_PART) {
      const length = Math.min(TRIALS_IN_PART, count - start)
      const column = readColumn(this.#take(), length)
      for (let index = 0; index < length; index += 1) items.push(column.at(index))
    }
    return items
  }

  #take(): ByteReader {
    this.#next += 1
    return readerOf(this.#parts[this.#next - 1])
  }
}

function readerOf(bytes: Uint8Array | undefined): ByteReader {
  if (!bytes) throw new RangeError('The checkpoint ends early.')
  return new ByteReader(bytes)
}
