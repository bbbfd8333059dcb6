/** Collects bytes. Numbers of several bytes are aligned, so that readers need no copies. */
export class ByteWriter {
  #bytes = new Uint8Array(1024)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  /** Returns the bytes written so far. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length] = value
    this.#length += 1
  }

  /** An integer of 32 bits without a sign. */
  word(value: number): void {
    this.#align(4)
    this.#reserve(4)
    this.#view.setUint32(this.#length, value, true)
    this.#length += 4
  }

  double(value: number): void {
    this.#align(8)
    this.#reserve(8)
    this.#view.setFloat64(this.#length, value, true)
    this.#length += 8
  }

  text(text: string): void {
    const bytes = ENCODER.encode(text)
    this.word(bytes.length)
    this.#append(bytes)
  }

  doubles(values: ArrayLike<number>): void {
    this.#align(8)
    this.#reserve(8 * values.length)
    for (let index = 0; index < values.length; index += 1) {
      this.#view.setFloat64(this.#length + 8 * index, values[index] as number, true)
    }
    this.#length += 8 * values.length
  }

  /**
   * Integers of 1, 2 or 4 bytes without a sign.
   *
   * @param offset - Subtracted from each.
   */
  integers(values: readonly number[], size: 1 | 2 | 4, offset: number): void {
    this.#align(size)
    this.#reserve(size * values.length)
    const [view, start] = [this.#view, this.#length]
    values.forEach((value, index) => {
      if (size === 1) view.setUint8(start + index, value - offset)
      else if (size === 2) view.setUint16(start + 2 * index, value - offset, true)
      else view.setUint32(start + 4 * index, value - offset, true)
    })
    this.#length += size * values.length
  }

  #append(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  #align(size: number): void {
    const past = this.#length % size
    if (past === 0) return
    this.#reserve(size - past)
    this.#length += size - past
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

const ENCODER = new TextEncoder()
