import { formatValue } from '../../arguments/format-value.ts'
import { studyError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Yield } from '../../math/cooperative.ts'
import { foldIn, type Key } from '../../math/random.ts'
import type { Sampler } from '../../samplers/sampler.ts'
import { encodeParams } from '../../space/encode.ts'
import type { Json } from '../../space/json-value.ts'
import { hasValues, snapped } from '../../space/named-values.ts'
import type { Params } from '../../space/params.ts'
import { sampleParams } from '../../space/sample.ts'
import type { SearchSpace } from '../../space/search-space.ts'
import { isValidParams } from '../../space/validate.ts'
import type { Proposal } from '../../trial/suggestion.ts'
import type { WaitingTrial } from '../../trial/trial-record.ts'
import { firstSuggestion } from './suggestions.ts'

/** Whether the params of a waiting trial are complete. An interrupted attempt runs again with the same params. */
export function isComplete({ space, hasDeclaredSpace }: StudySnapshot, waiting: WaitingTrial): boolean {
  const params = waiting.params as Params
  if (waiting.attempt > 0) return true
  if (hasDeclaredSpace) return isValidParams(space, params)
  return encodeParams(space, params) !== undefined || space.dimensions.every(({ name }) => Object.hasOwn(params, name))
}

/**
 * Completes the given params of a waiting trial with suggestions of the sampler.
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
  // In a define-by-run space, a given parameter may be unknown.
  const known = withParents(space, hasDeclaredSpace ? given : fitting(space, given), key)
  const suggestion = await firstSuggestion(snapshot, sampler, {
    numbers: [waiting.number],
    key: snapshot.key,
    pause,
    ...(Object.keys(known).length > 0 && { known }),
  })
  const completes = ({ params }: Proposal) => hasValues(params, given) && isValidParams(space, params)
  const isUsable = suggestion && (!hasDeclaredSpace || completes(suggestion))
  // The sampler may have no suggestion for given values, such as one that is not on its grid.
  const proposal = isUsable
    ? suggestion
    : { params: sampleParams(space, key, known), explanation: { sampler: 'random', phase: 'completing' } }
  if (!hasDeclaredSpace) return { ...proposal, params: Object.freeze({ ...proposal.params, ...given }) }
  if (completes(proposal)) return proposal
  throw studyError('ERR_UNFIT_PARAMS', `No params of the space have all the given values ${formatValue(given)}.`)
}

/** The given values of parameters in the space. */
function fitting(space: SearchSpace, given: Params): Params {
  const entries = Object.entries(given).flatMap(([name, value]) => {
    const exact = snapped(space, name, value)
    return exact === undefined ? [] : [[name, exact] as const]
  })
  return Object.fromEntries(entries)
}

const ATTEMPTS = 1_000

/**
 * The given values and, for parameters of a branch, the choices that lead to it. Without these a sampler could take
 * another branch and lose the given value.
 */
function withParents(space: SearchSpace, given: Params, key: Key): Params {
  const names = Object.keys(given)
  const ancestors = new Set<string>()
  // Parents precede their children, so one pass from the end visits all of them.
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
