/** The remainder of each byte, for the reflected polynomial of ISO 3309 (as in zip, gzip and PNG). */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1
  return remainder
})

/** The cyclic redundancy check CRC-32 of ISO 3309. It detects accidental damage, not forgery. */
export function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff
  for (let index = 0; index < bytes.length; index++) {
    remainder = (TABLE[(remainder ^ (bytes[index] as number)) & 0xff] as number) ^ (remainder >>> 8)
  }
  return (remainder ^ 0xffffffff) >>> 0
}
