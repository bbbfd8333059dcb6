import { causeText, nearestName, SweetspotError } from '@sweetspot/core'
import { numberFromText } from '../../text/number-text.ts'
import { skippedText } from './line-splitter.ts'
import { type FoundValue, isStep, type MetricReader } from './metric-reader.ts'
import { shorten } from './object-values.ts'

/** Characters of a line that are searched: the time of a match is linear in them. */
const SEARCHED = 65_536

/**
 * Creates readers of the lines, on stdout and stderr, that match a regular expression in RE2 syntax. The last match
 * counts.
 *
 * A study of one metric may have one unnamed group; otherwise each metric needs a group of its name, as in
 * `(?P<val_acc>\S+)`. A group `step` makes the values of a line those of a step.
 *
 * @throws ERR_INVALID_ARGUMENT for an invalid pattern, or one without a group for each metric
 */
export async function regexReaders(
  pattern: string,
  metrics: readonly string[],
  names: readonly string[],
): Promise<() => MetricReader> {
  const { RE2JS } = await import('re2js')
  let compiled: InstanceType<typeof RE2JS>
  try {
    compiled = RE2JS.compile(pattern)
  } catch (cause) {
    throw invalid(`The metric pattern ${JSON.stringify(pattern)} is invalid: ${causeText(cause)}.`, cause)
  }
  const groups = groupsOf(pattern, compiled.groupCount(), Object.keys(compiled.namedGroups()), metrics, names)
  return () => {
    const results = new Map<string, FoundValue>()
    const steps = new Map<string, FoundValue>()
    let lines = 0
    let last: string | undefined
    const wrong = new Map<string, WrongMatch>()
    return {
      line(stream, text) {
        lines += 1
        const match = compiled.matcher(text.slice(0, SEARCHED))
        const values: Record<string, number> = {}
        let step: number | undefined
        // The last match of the line.
        while (match.find()) {
          last = text
          for (const [name, group] of groups) {
            const piece = match.group(group) ?? undefined
            if (piece === undefined) continue
            const value = numberFromText(piece)
            if (value === undefined) wrong.set(name, { piece, line: text })
            else if (name === 'step') step = value
            else values[name] = value
          }
        }
        const isStepped = isStep(step)
        const source = `the last match of the pattern on ${stream}${isStepped ? `, of step ${step}` : ''}`
        for (const [name, value] of Object.entries(values)) {
          ;(isStepped ? steps : results).set(name, { value, source })
        }
        return isStepped && Object.keys(values).length > 0 ? { step: step as number, values } : undefined
      },
      end: async ({ stdout, stderr }) => {
        const values = new Map([...steps, ...results])
        const [odd] = [...wrong].flatMap(([name, match]) => (names.includes(name) && !values.has(name) ? [match] : []))
        return { values, found: `${found(pattern, lines, last, odd)}${skippedText(stdout + stderr)}` }
      },
    }
  }
}

/** A group that matched no number. */
interface WrongMatch {
  readonly piece: string
  readonly line: string
}

function found(pattern: string, lines: number, last: string | undefined, wrong: WrongMatch | undefined): string {
  if (wrong !== undefined) {
    return `The pattern ${pattern} matched ${JSON.stringify(shorten(wrong.piece))}, which is not a number, in the line ${JSON.stringify(shorten(wrong.line))}.`
  }
  if (last !== undefined) return `The pattern ${pattern} matched the line ${JSON.stringify(shorten(last))}.`
  return `The pattern ${pattern} matched no line of output; lines read: ${lines}.`
}

/** The group of each metric and constraint that has one, and of `step`. */
function groupsOf(
  pattern: string,
  count: number,
  groupNames: readonly string[],
  metrics: readonly string[],
  names: readonly string[],
): ReadonlyMap<string, string | number> {
  const [only, ...others] = metrics
  const named = new Map<string, string | number>(
    [...names, 'step'].filter((name) => groupNames.includes(name)).map((name) => [name, name]),
  )
  const unnamed = count - groupNames.length
  if (only !== undefined && others.length === 0 && !named.has(only) && unnamed === 1) {
    return named.set(only, indexOfUnnamed(pattern, count))
  }
  const missing = metrics.filter((name) => !named.has(name))
  const [first] = missing
  if (first === undefined) return named
  const meant = nearestName(first, groupNames)
  const has = groupNames.length > 0 ? `its named groups are ${groupNames.join(', ')}` : `it has ${count} groups`
  const hint = meant === undefined ? '' : ` Rename the group ${meant} to ${first}.`
  const wanted =
    others.length === 0 ? 'one group, as in acc=(\\S+)' : `a group for each metric, as in (?P<${first}>\\S+)`
  throw invalid(`Expected the metric pattern ${pattern} to have ${wanted}; ${has}.${hint}`)
}

/** The number of the only unnamed group. RE2 numbers named groups too. */
function indexOfUnnamed(pattern: string, count: number): number {
  if (count === 1) return 1
  let index = 0
  for (const [group] of pattern.matchAll(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?!P?<[A-Za-z_])|\?P?<)?/g)) {
    if (!group.startsWith('(') || group === '(?') continue
    index += 1
    if (group === '(') return index
  }
  return count
}

const invalid = (text: string, cause?: unknown) => new SweetspotError('ERR_INVALID_ARGUMENT', text, { cause })
