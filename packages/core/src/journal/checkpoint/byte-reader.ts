/** Reads the bytes of a `ByteWriter`, in the order in which they were written. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    // Typed arrays need an aligned start.
    this.#bytes = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength)
  }

  byte(): number {
    this.#at += 1
    return this.#view.getUint8(this.#at - 1)
  }

  word(): number {
    this.#align(4)
    this.#at += 4
    return this.#view.getUint32(this.#at - 4, true)
  }

  double(): number {
    this.#align(8)
    this.#at += 8
    return this.#view.getFloat64(this.#at - 8, true)
  }

  text(): string {
    const length = this.word()
    return DECODER.decode(this.#take(length))
  }

  doubles(count: number): Float64Array {
    this.#align(8)
    const bytes = this.#take(8 * count)
    if (IS_LITTLE) return new Float64Array(bytes.buffer, bytes.byteOffset, count)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return Float64Array.from({ length: count }, (_, index) => view.getFloat64(8 * index, true))
  }

  integers(count: number, size: 1 | 2 | 4): ArrayLike<number> {
    this.#align(size)
    const bytes = this.#take(size * count)
    if (size === 1) return bytes
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (size === 2) {
      return IS_LITTLE
        ? new Uint16Array(bytes.buffer, bytes.byteOffset, count)
        : Uint16Array.from({ length: count }, (_, index) => view.getUint16(2 * index, true))
    }
    return IS_LITTLE
      ? new Uint32Array(bytes.buffer, bytes.byteOffset, count)
      : Uint32Array.from({ length: count }, (_, index) => view.getUint32(4 * index, true))
  }

  #take(count: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + count)
    if (taken.length < count) throw new RangeError('The bytes end early.')
    this.#at += count
    return taken
  }

  #align(size: number): void {
    this.#at = Math.ceil(this.#at / size) * size
  }
}

const DECODER = new TextDecoder()

/** Whether typed arrays of this machine have the byte order of checkpoints. */
const IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
