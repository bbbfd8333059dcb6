import { bytes, double, type Field, integer, message } from './protobuf.ts'

/** An event of TensorBoard, at a step and a time in milliseconds since 1970. */
export interface TensorBoardEvent {
  readonly at: number
  readonly step: number
  /** The values of its summary. */
  readonly values: readonly Uint8Array[]
}

/** The content of an event file: records of the TFRecord format, the first of which has the version. */
export function eventFile(at: number, events: readonly TensorBoardEvent[]): Uint8Array {
  const version = eventOf(at, 0, bytes(3, 'brain.Event:2'))
  const others = events.map((event) =>
    eventOf(event.at, event.step, bytes(5, message(...event.values.map((value) => bytes(1, value))))),
  )
  return Buffer.concat([version, ...others].map(record))
}

const eventOf = (at: number, step: number, content: Field) => message(double(1, at / 1000), integer(2, step), content)

/** A record: its length, its data, and a checksum of each. */
function record(data: Uint8Array): Uint8Array {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(data.length))
  return Buffer.concat([length, checksum(length), data, checksum(data)])
}

/** The masked CRC-32C of data: TFRecord rotates and shifts it, so that a checksum of checksums is not trivial. */
function checksum(data: Uint8Array): Uint8Array {
  const crc = crc32c(data)
  const masked = Buffer.alloc(4)
  masked.writeUInt32LE((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0)
  return masked
}

/** CRC-32C (Castagnoli), which `zlib.crc32` does not have. */
export function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of data) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xffffffff) >>> 0
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  return crc
})
