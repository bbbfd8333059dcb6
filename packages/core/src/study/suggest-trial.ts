import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Yield } from '../math/cooperative.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { defaultParams } from '../space/default-params.ts'
import type { Params } from '../space/params.ts'
import type { Proposal } from '../trial/suggestion.ts'
import type { PausedTrial, WaitingTrial } from '../trial/trial-record.ts'
import { completeTrial, isComplete } from './complete-trial.ts'
import { firstSuggestion } from './first-suggestion.ts'

/**
 * The params of the next trial: those of a paused trial; those of a waiting one, completed where they are partial; the
 * declared defaults for the first trial; else what the sampler suggests.
 *
 * @throws ERR_SPACE_EXHAUSTED, and whatever the sampler throws
 */
export async function suggestTrial(
  snapshot: StudySnapshot,
  sampler: Sampler,
  resumed: WaitingTrial | PausedTrial | undefined,
  pause: Yield,
): Promise<Proposal> {
  const { space, key } = snapshot
  if (resumed?.state === 'paused') return { params: resumed.params }
  if (resumed && isComplete(snapshot, resumed)) return { params: resumed.params as Params }
  if (resumed) return completeTrial(snapshot, sampler, resumed, pause)
  const number = snapshot.trials.next
  const triesDefaults = number === 0 && !sampler.exhaustive && !sampler.suggestsDefaults
  const preset = triesDefaults ? defaultParams(space) : undefined
  if (preset) return { params: preset, explanation: { sampler: sampler.name, phase: 'defaults' } }
  const suggestion = await firstSuggestion(snapshot, sampler, { numbers: [number], key, pause })
  if (suggestion) return suggestion
  throw new SweetspotError('ERR_SPACE_EXHAUSTED', `The ${sampler.name} sampler has nothing left to try.`)
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
