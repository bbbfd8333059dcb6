/** A fast hash of params: equal params have the same hash, and different ones hardly ever do. */
import { type Json, jsonKey, sameJson } from './json-value.ts'
import type { Params } from './params.ts'

/** Returns a 32-bit hash, independent of the order of the names. */
export function paramsHash(params: Params): number {
  let sum = 0
  // The sum is independent of the order; mixing first keeps it a good hash.
  for (const name in params) sum += mixed(hashOfText(name), hashOf(params[name] as Json))
  return sum >>> 0
}

/** Whether two params are equal, as defined by `paramsKey`. */
export function sameParams(one: Params, other: Params): boolean {
  let names = 0
  for (const name in one) {
    if (!(Object.hasOwn(other, name) && sameJson(one[name] as Json, other[name] as Json))) return false
    names += 1
  }
  return names === Object.keys(other).length
}

const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)

function hashOf(value: Json): number {
  if (typeof value === 'string') return hashOfText(value)
  if (typeof value !== 'number') return hashOfText(jsonKey(value))
  // JSON stores −0 as 0.
  double[0] = value + 0
  return mixed(words[0] as number, words[1] as number)
}

/** The FNV-1a hash (Fowler, Noll & Vo) of UTF-16 units. */
function hashOfText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/**
 * Mixes two words: flipping a bit of either flips about half of the bits of the result (the finalizer of Appleby's
 * MurmurHash3).
 */
function mixed(one: number, other: number): number {
  let hash = Math.imul(one, 0x9e3779b1) ^ other
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
