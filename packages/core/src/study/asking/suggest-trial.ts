import { studyError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Yield } from '../../math/cooperative.ts'
import { foldIn } from '../../math/random.ts'
import type { Sampler } from '../../samplers/sampler.ts'
import { defaultParams } from '../../space/default-params.ts'
import { encodeParams } from '../../space/encode.ts'
import type { Params } from '../../space/params.ts'
import { sampleParams } from '../../space/sample.ts'
import type { Proposal, Suggestion } from '../../trial/suggestion.ts'
import type { PausedTrial, WaitingTrial } from '../../trial/trial-record.ts'
import { completeTrial, isComplete } from './complete-trial.ts'
import { remainingCombination } from './remaining-combination.ts'
import { hasNotAsked, repeatTest } from './repeats.ts'
import { firstSuggestion, suggestions } from './suggestions.ts'

/** The trial for which params are suggested. */
export interface SuggestionPurpose {
  /** The trial to resume. */
  readonly resumed: WaitingTrial | PausedTrial | undefined
  /** Whether to try an exhausted define-by-run space again, because the objective may have changed. */
  readonly probe?: boolean
  /** Returns whether to report the space as exhausted if the remaining combinations may repeat a running trial. */
  readonly isPatient?: () => boolean
}

/**
 * The params of the next trial.
 *
 * In this order: those of a paused trial; those of a waiting trial, completed if partial; the declared defaults for the
 * first trial; a suggestion of the sampler; a combination that was started and not used up.
 *
 * @throws ERR_SPACE_EXHAUSTED; the errors of {@link suggestions}
 */
export async function suggestTrial(
  snapshot: StudySnapshot,
  sampler: Sampler,
  { resumed, probe = false, isPatient = () => false }: SuggestionPurpose,
  pause: Yield,
): Promise<Proposal> {
  const { space, key, hasDeclaredSpace } = snapshot
  if (resumed?.state === 'paused') return { params: resumed.params }
  if (resumed && isComplete(snapshot, resumed)) return { params: resumed.params as Params }
  if (resumed) return completeTrial(snapshot, sampler, resumed, pause)
  const number = snapshot.trials.next
  const triesDefaults = number === 0 && !sampler.exhaustive && !sampler.suggestsDefaults
  const preset = triesDefaults ? defaultParams(space) : undefined
  if (preset) return { params: preset, explanation: { sampler: sampler.name, phase: 'defaults' } }
  const suggestion = await firstSuggestion(snapshot, sampler, { numbers: [number], key, pause })
  if (suggestion && hasDeclaredSpace) return suggestion
  if (suggestion) {
    const suggest = (count: number) => {
      const numbers = Array.from({ length: count }, (_, index) => number + index)
      return suggestions(snapshot, sampler, { numbers, key, pause })
    }
    const other = await unlessRepeated(snapshot, suggestion, suggest, isPatient)
    if (other) return other
  }
  const remaining = hasDeclaredSpace || suggestion ? undefined : remainingCombination(snapshot)
  if (remaining) return { params: remaining, explanation: { sampler: sampler.name, phase: 'again', exploring: true } }
  if (probe && !hasDeclaredSpace)
    return { params: probeParams(snapshot), explanation: { sampler: sampler.name, phase: 'probe' } }
  throw studyError('ERR_SPACE_EXHAUSTED', `The ${sampler.name} sampler has suggested every combination of the space.`)
}

/** Maximum number of suggestions to choose from. */
const MOST = 16
/** Numbers of suggestions to choose from, one after the other, if the first one may repeat another trial. */
const ALTERNATIVES = [4, MOST]

/**
 * The first suggestion, or another one if it may repeat another trial; undefined if all may and the caller is patient.
 *
 * @param suggest - Returns a number of suggestions, of which `first` is the first.
 */
async function unlessRepeated(
  snapshot: StudySnapshot,
  first: Suggestion,
  suggest: (count: number) => Promise<readonly Suggestion[]>,
  isPatient: () => boolean,
): Promise<Suggestion | undefined> {
  const mayRepeat = repeatTest(snapshot)
  if (!mayRepeat(first.params)) return first
  const unasked = snapshot.running.filter(hasNotAsked).length
  // Trials that have not asked yet may take any combination; the first suggestions are left to them.
  if (unasked > 0 && isPatient()) return undefined
  if (unasked > 0) return unasked < MOST ? ((await suggest(unasked + 1))[unasked] ?? first) : first
  for (const count of ALTERNATIVES) {
    const other = (await suggest(count)).find(({ params }) => !mayRepeat(params))
    if (other) return other
  }
  return isPatient() ? undefined : first
}

/** The params of a probe of the objective: the best ones, if they fit. */
function probeParams({ best, space, key, trials }: StudySnapshot): Params {
  if (best && encodeParams(space, best.params)) return best.params
  return sampleParams(space, foldIn(key, trials.next))
}
