import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Yield } from '../math/cooperative.ts'
import { foldIn, type Key } from '../math/random.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { encodeParams } from '../space/encode.ts'
import { formatValue, type Json } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import { sampleParams } from '../space/sample.ts'
import type { SearchSpace } from '../space/search-space.ts'
import { isValidParams } from '../space/validate.ts'
import type { Proposal } from '../trial/suggestion.ts'
import type { WaitingTrial } from '../trial/trial-record.ts'
import { keepsGiven } from './given-params.ts'
import { firstSuggestion } from './suggestions.ts'

/** Whether a waiting trial can be run with the params it has: an interrupted attempt is made again with the same ones. */
export function isComplete({ space, hasDeclaredSpace }: StudySnapshot, waiting: WaitingTrial): boolean {
  const params = waiting.params as Params
  if (waiting.attempt > 0) return true
  if (hasDeclaredSpace) return isValidParams(space, params)
  return encodeParams(space, params) !== undefined || space.dimensions.every(({ name }) => Object.hasOwn(params, name))
}

/**
 * What was given for a waiting trial, and the rest as the sampler would have it.
 *
 * @throws ERR_INFEASIBLE_SPACE; ERR_UNFIT_PARAMS if no params of a declared space have all given values
 */
export async function completeTrial(
  snapshot: StudySnapshot,
  sampler: Sampler,
  waiting: WaitingTrial,
  pause: Yield,
): Promise<Proposal> {
  const { space, hasDeclaredSpace } = snapshot
  const key = foldIn(snapshot.key, waiting.number)
  const given = waiting.params as Params
  // In a space that is discovered by running, a value may be given that nothing is known of yet.
  const known = withParents(space, hasDeclaredSpace ? given : fitting(space, given), key)
  const suggestion = await firstSuggestion(snapshot, sampler, {
    numbers: [waiting.number],
    key: snapshot.key,
    pause,
    ...(Object.keys(known).length > 0 && { known }),
  })
  const completes = ({ params }: Proposal) => keepsGiven(params, given) && isValidParams(space, params)
  const isUsable = suggestion && (!hasDeclaredSpace || completes(suggestion))
  // A person may ask for what the sampler has no more to say about, such as a value that is not on its grid.
  const proposal = isUsable
    ? suggestion
    : { params: sampleParams(space, key, known), explanation: { sampler: 'random', phase: 'completing' } }
  if (!hasDeclaredSpace) return { ...proposal, params: Object.freeze({ ...proposal.params, ...given }) }
  if (completes(proposal)) return proposal
  throw new SweetspotError('ERR_UNFIT_PARAMS', `No params of the space have all of ${formatValue(given)}.`)
}

/** The given values that the space has. */
function fitting({ dimensions }: SearchSpace, given: Params): Params {
  const entries = Object.entries(given).flatMap(([name, value]) => {
    const dimension = dimensions.find((other) => other.name === name && other.domain.contains(value))
    return dimension ? [[name, dimension.domain.snap(value)] as const] : []
  })
  return Object.fromEntries(entries)
}

const ATTEMPTS = 1_000

/**
 * The given values, and for parameters that exist only in a branch the choices that lead there; without them a sampler
 * would take another branch and the given value would be lost.
 */
function withParents(space: SearchSpace, given: Params, key: Key): Params {
  const names = Object.keys(given)
  const ancestors = new Set<string>()
  // Parents stand before what depends on them, so one walk from the end meets all of them.
  for (const { name, conditions } of space.dimensions.toReversed()) {
    if (!Object.hasOwn(given, name) && !ancestors.has(name)) continue
    for (const { parameter } of conditions) ancestors.add(parameter)
  }
  const open = [...ancestors].filter((parent) => !Object.hasOwn(given, parent))
  if (open.length === 0) return given
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const params = sampleParams(space, foldIn(key, attempt), given)
    if (!names.every((name) => Object.hasOwn(params, name))) continue
    const leading = open.filter((parent) => Object.hasOwn(params, parent))
    return { ...given, ...Object.fromEntries(leading.map((parent) => [parent, params[parent] as Json])) }
  }
  return given
}
