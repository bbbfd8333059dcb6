/** The wire format of Protocol Buffers: as much of it as the messages of TensorBoard need. */

/** A field of a message: its number and its encoded value. Undefined leaves the field out. */
export type Field = Uint8Array | undefined

/** Concatenates fields to a message. */
export function message(...fields: readonly Field[]): Uint8Array {
  return Buffer.concat(fields.filter((field) => field !== undefined))
}

/** A field with a non-negative integer, an enum or a boolean. */
export const integer = (field: number, value: number | boolean): Uint8Array =>
  Buffer.concat([varint(field * 8), varint(Number(value))])

/** A field with a double. */
export function double(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return Buffer.concat([varint(field * 8 + 1), bytes])
}

/** A field with a single-precision number. */
export function single(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return Buffer.concat([varint(field * 8 + 5), bytes])
}

/** A field with a text or a message. */
export function bytes(field: number, value: string | Uint8Array): Uint8Array {
  const content = typeof value === 'string' ? Buffer.from(value) : value
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content])
}

/** A safe integer of at least 0 in groups of seven bits, the lowest first. */
function varint(value: number): Uint8Array {
  const groups: number[] = []
  let rest = value
  while (rest >= 0x80) {
    groups.push((rest % 0x80) + 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return Uint8Array.from([...groups, rest])
}
