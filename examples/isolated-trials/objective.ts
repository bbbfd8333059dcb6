import { gzipSync } from 'node:zlib'
import type { InferParams, Trial } from 'sweetspot'
import type { bloomSpace } from './bloom-space.ts'

/** Pseudo-random text of some repeated words. */
const TEXT = Array.from({ length: 20_000 }, (_, index) => (Math.imul(index, 2_654_435_761) >>> 20).toString(36)).join(
  ' ',
)

/**
 * The false positives of a Bloom filter, and its size: a filter that is too small lets everything pass. Some settings are
 * bugs on purpose, as settings of real programs are: they end the process, or never end.
 */
export function objective({ params }: Trial<InferParams<typeof bloomSpace>>): number {
  const { kilobytes, hashes } = params
  if (hashes > 14) process.exit(70)
  if (kilobytes < 2) for (;;);
  const bits = new Uint8Array(kilobytes * 1_024)
  const places = (word: string) => Array.from({ length: hashes }, (_, seed) => hash(word, seed) % (bits.length * 8))
  const words = TEXT.split(' ')
  const [known, others] = [words.slice(0, 10_000), words.slice(10_000).map((word) => `${word}!`)]
  for (const word of known)
    for (const place of places(word)) bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7))
  const passed = others.filter((word) =>
    places(word).every((place) => ((bits[place >> 3] ?? 0) & (1 << (place & 7))) !== 0),
  )
  return passed.length / others.length + gzipSync(bits).length / 200_000
}

/** FNV-1a. */
function hash(word: string, seed: number): number {
  let value = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1)
  for (let at = 0; at < word.length; at += 1) value = Math.imul(value ^ word.charCodeAt(at), 0x01000193)
  return (value ^ (value >>> 15)) >>> 0
}
