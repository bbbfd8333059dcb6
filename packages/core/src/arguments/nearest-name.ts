import { checkArgument } from './argument.ts'
import { isList } from './shape.ts'

/** Maximum share of different letters for one name to be suggested instead of another. */
const MAX_DIFFERENCE = 0.4

/** The closest name by edit distance, ignoring case and underscores; undefined if none is close. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  checkArgument('the name', given, typeof given === 'string', 'a text')
  // A copy has no holes, which `every` would skip.
  const isTexts = isList(names) && Array.from(names).every((name) => typeof name === 'string')
  checkArgument('the names', names, isTexts, 'a list of texts')
  // Longer than any name; the distance would only cost time.
  if (given.length > 100) return undefined
  const wanted = plain(given)
  let best: { readonly name: string; readonly distance: number } | undefined
  for (const name of names) {
    const distance = editDistance(wanted, plain(name))
    if (distance <= MAX_DIFFERENCE * Math.max(wanted.length, name.length) && distance < (best?.distance ?? Infinity)) {
      best = { name, distance }
    }
  }
  return best?.name
}

const plain = (name: string) => name.replace(/[_-]/g, '').toLowerCase()

/**
 * The edit distance: the number of letters to add, drop, replace, or swap with a neighbour (optimal string alignment).
 */
export function editDistance(one: string, other: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const change = one[i - 1] === other[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row[j] = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + change,
        swapped ? (before[j - 2] as number) + 1 : Infinity,
      )
    }
    ;[before, last] = [last, row]
  }
  return last[other.length] as number
}
