import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Yield } from '../math/cooperative.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { defaultParams } from '../space/default-params.ts'
import type { Params } from '../space/params.ts'
import type { Proposal } from '../trial/suggestion.ts'
import type { WaitingTrial } from '../trial/trial-record.ts'
import { completeTrial, isComplete } from './complete-trial.ts'

/**
 * The params of the next trial: those of a waiting trial, completed where they are partial; the declared defaults for
 * the first trial; else what the sampler suggests.
 *
 * @throws ERR_SPACE_EXHAUSTED, and whatever the sampler throws
 */
export async function suggestTrial(
  snapshot: StudySnapshot,
  sampler: Sampler,
  waiting: WaitingTrial | undefined,
  pause: Yield,
): Promise<Proposal> {
  const { space, key } = snapshot
  if (waiting && isComplete(snapshot, waiting)) return { params: waiting.params as Params }
  if (waiting) return completeTrial(snapshot, sampler, waiting, pause)
  const number = snapshot.trials.next
  const preset = number === 0 && !sampler.exhaustive ? defaultParams(space) : undefined
  if (preset) return { params: preset, account: { sampler: sampler.name, phase: 'defaults' } }
  const [suggestion] = await sampler.suggest(snapshot, { numbers: [number], key, pause })
  if (suggestion) return suggestion
  throw new SweetspotError('ERR_SPACE_EXHAUSTED', `The ${sampler.name} sampler has nothing left to try.`)
}

/**
 * Whether a suggestion made for one snapshot is as good for a later one: nothing has started, ended, or been queued in
 * between, and nothing written about finished trials; reports, and notes on others, were. A slow sampler is thereby not
 * kept from ever finishing by busy workers.
 */
export function sameToSamplers(before: StudySnapshot, after: StudySnapshot): boolean {
  const attempts = ({ running, firstWaiting }: StudySnapshot) =>
    [...running, ...(firstWaiting ? [firstWaiting] : [])]
      .map(({ state, number, attempt }) => `${state} ${number}/${attempt}`)
      .join()
  return (
    before.finished === after.finished &&
    before.space === after.space &&
    before.trials.next === after.trials.next &&
    attempts(before) === attempts(after)
  )
}
