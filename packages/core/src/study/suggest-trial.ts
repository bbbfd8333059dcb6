import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Yield } from '../math/cooperative.ts'
import { foldIn } from '../math/random.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { defaultParams } from '../space/default-params.ts'
import { encodeParams } from '../space/encode.ts'
import type { Params } from '../space/params.ts'
import { sampleParams } from '../space/sample.ts'
import type { Proposal } from '../trial/suggestion.ts'
import type { PausedTrial, WaitingTrial } from '../trial/trial-record.ts'
import { completeTrial, isComplete } from './complete-trial.ts'
import { remainingCombination } from './remaining-combination.ts'
import { hasNotAsked, mayRepeat } from './repeats.ts'
import { firstSuggestion, suggestions } from './suggestions.ts'

export interface SuggestionPurpose {
  /** The trial to resume. */
  readonly resumed: WaitingTrial | PausedTrial | undefined
  /** Whether an exhausted space that is defined by running is to be tried once more, since the objective may ask for more
   * by now. */
  readonly probe?: boolean
  /** Whether to say that nothing is left where all that is left may repeat a trial that runs. */
  readonly isPatient?: boolean
}

/**
 * The params of the next trial: those of a paused trial; those of a waiting one, completed where they are partial; the
 * declared defaults for the first trial; else what the sampler suggests, and if it has nothing left, a combination that
 * was begun and not used up.
 *
 * @throws ERR_SPACE_EXHAUSTED, and whatever the sampler throws
 */
export async function suggestTrial(
  snapshot: StudySnapshot,
  sampler: Sampler,
  { resumed, probe = false, isPatient = false }: SuggestionPurpose,
  pause: Yield,
): Promise<Proposal> {
  const { space, key, hasDeclaredSpace, running } = snapshot
  if (resumed?.state === 'paused') return { params: resumed.params }
  if (resumed && isComplete(snapshot, resumed)) return { params: resumed.params as Params }
  if (resumed) return completeTrial(snapshot, sampler, resumed, pause)
  const number = snapshot.trials.next
  const triesDefaults = number === 0 && !sampler.exhaustive && !sampler.suggestsDefaults
  const preset = triesDefaults ? defaultParams(space) : undefined
  if (preset) return { params: preset, explanation: { sampler: sampler.name, phase: 'defaults' } }
  const suggestion = await firstSuggestion(snapshot, sampler, { numbers: [number], key, pause })
  if (suggestion && (hasDeclaredSpace || !mayRepeat(snapshot, suggestion.params))) return suggestion
  if (suggestion) {
    const numbers = Array.from({ length: ALTERNATIVES }, (_, index) => number + index)
    const others = await suggestions(snapshot, sampler, { numbers, key, pause })
    const other = others.find(({ params }) => !mayRepeat(snapshot, params))
    if (other) return other
    // Trials that have yet to ask take the first ones.
    if (!isPatient) return others[running.filter(hasNotAsked).length] ?? suggestion
  }
  const remaining = hasDeclaredSpace || suggestion ? undefined : remainingCombination(snapshot)
  if (remaining) return { params: remaining, explanation: { sampler: sampler.name, phase: 'again', exploring: true } }
  if (probe && !hasDeclaredSpace)
    return { params: probeParams(snapshot), explanation: { sampler: sampler.name, phase: 'probe' } }
  throw new SweetspotError('ERR_SPACE_EXHAUSTED', `The ${sampler.name} sampler has nothing left to try.`)
}

/** Number of suggestions to choose from if the first one may repeat a running trial. */
const ALTERNATIVES = 16

/** The params with which an objective is asked for what it uses now: the best ones, if they fit. */
function probeParams({ best, space, key, trials }: StudySnapshot): Params {
  if (best && encodeParams(space, best.params)) return best.params
  return sampleParams(space, foldIn(key, trials.next))
}

/**
 * Whether a suggestion made for one snapshot is as good for a later one: nothing has started, ended, or been queued in
 * between, and nothing written about finished trials; reports, and notes on others, were. A slow sampler is thereby not
 * kept from ever finishing by busy workers.
 */
export function sameToSamplers(before: StudySnapshot, after: StudySnapshot): boolean {
  const attempts = ({ running, paused, firstWaiting }: StudySnapshot) =>
    [...running, ...paused, ...(firstWaiting ? [firstWaiting] : [])]
      .map(({ state, number, attempt }) => `${state} ${number}/${attempt}`)
      .join()
  return (
    before.finishedTrials === after.finishedTrials &&
    before.space === after.space &&
    before.trials.next === after.trials.next &&
    attempts(before) === attempts(after)
  )
}
