/**
 * Threefry-2x32 with 20 rounds: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
 * A keyed bijection of 64 bits, which `random.ts` applies to a key and a counter.
 */

/** The constant of the Skein key schedule that makes the all-zero key harmless. */
const PARITY = 0x1bd11bda

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by))

/** Encrypts the counter (c0, c1) under the key (k0, k1), all 32-bit words, and writes two uint32 words to `out`. */
export function threefry2x32(k0: number, k1: number, c0: number, c1: number, out: Uint32Array): void {
  const k2 = PARITY ^ k0 ^ k1
  let x = (c0 + k0) | 0
  let y = (c1 + k1) | 0
  // Five groups of four rounds; the rotations alternate between (13, 15, 26, 6) and (17, 29, 16, 24).
  x = (x + y) | 0
  y = rotate(y, 13) ^ x
  x = (x + y) | 0
  y = rotate(y, 15) ^ x
  x = (x + y) | 0
  y = rotate(y, 26) ^ x
  x = (x + y) | 0
  y = rotate(y, 6) ^ x
  x = (x + k1) | 0
  y = (y + k2 + 1) | 0

  x = (x + y) | 0
  y = rotate(y, 17) ^ x
  x = (x + y) | 0
  y = rotate(y, 29) ^ x
  x = (x + y) | 0
  y = rotate(y, 16) ^ x
  x = (x + y) | 0
  y = rotate(y, 24) ^ x
  x = (x + k2) | 0
  y = (y + k0 + 2) | 0

  x = (x + y) | 0
  y = rotate(y, 13) ^ x
  x = (x + y) | 0
  y = rotate(y, 15) ^ x
  x = (x + y) | 0
  y = rotate(y, 26) ^ x
  x = (x + y) | 0
  y = rotate(y, 6) ^ x
  x = (x + k0) | 0
  y = (y + k1 + 3) | 0

  x = (x + y) | 0
  y = rotate(y, 17) ^ x
  x = (x + y) | 0
  y = rotate(y, 29) ^ x
  x = (x + y) | 0
  y = rotate(y, 16) ^ x
  x = (x + y) | 0
  y = rotate(y, 24) ^ x
  x = (x + k1) | 0
  y = (y + k2 + 4) | 0

  x = (x + y) | 0
  y = rotate(y, 13) ^ x
  x = (x + y) | 0
  y = rotate(y, 15) ^ x
  x = (x + y) | 0
  y = rotate(y, 26) ^ x
  x = (x + y) | 0
  y = rotate(y, 6) ^ x
  out[0] = x + k2
  out[1] = y + k0 + 5
}
