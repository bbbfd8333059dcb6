import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { encodeParams } from '../space/encode.ts'
import type { Params } from '../space/params.ts'

/**
 * Returns a function that tells whether a point of the unit cube belongs to a finished or running trial, or to `batch`.
 * It compares coordinates, since a value that round-trips through a logarithmic scale may change in its last digit. The
 * points are indexed at the first call.
 */
export function triedPoints(
  { finishedTrials, running, space }: StudySnapshot,
  batch: readonly Params[],
): (unit: Float64Array) => boolean {
  let hashes: Set<number> | undefined
  const listed = () => {
    const width = space.dimensions.length
    const set = new Set<number>()
    // One view of all rows: a view of each row takes longer than its hash.
    const words = wordsOf(finishedTrials.units)
    for (let row = 0; row < finishedTrials.count; row += 1) {
      set.add(hashOf(words, row * width * WORDS, (row + 1) * width * WORDS))
    }
    for (const params of [...running.map((trial) => trial.params), ...batch]) {
      const unit = encodeParams(space, params)
      if (unit) set.add(hashOfPoint(unit))
    }
    return set
  }
  return (unit) => {
    hashes ??= listed()
    return hashes.has(hashOfPoint(unit))
  }
}

/** 32-bit words per number. */
const WORDS = 2

const wordsOf = ({ buffer, byteOffset, length }: Float64Array) => new Uint32Array(buffer, byteOffset, length * WORDS)

function hashOfPoint(unit: Float64Array): number {
  const words = wordsOf(unit)
  return hashOf(words, 0, words.length)
}

/**
 * Returns a 53-bit hash (two multiply-and-rotate hashes, as in Appleby's MurmurHash3). Two points collide with a
 * probability of 2⁻⁵³; one of them is then skipped.
 */
function hashOf(words: Uint32Array, from: number, to: number): number {
  let one = 0x9747b28c
  let other = 0x243f6a88
  for (let i = from; i < to; i += 1) {
    const word = words[i] as number
    one = Math.imul(rotate(one ^ Math.imul(word, 0xcc9e2d51), 13), 5) + 0xe6546b64
    other = Math.imul(rotate(other ^ Math.imul(word, 0x1b873593), 17), 0x85ebca6b) + 0xc2b2ae35
  }
  return (one >>> 0) * 2 ** 21 + (other >>> 11)
}

const rotate = (bits: number, by: number) => (bits << by) | (bits >>> (32 - by))
