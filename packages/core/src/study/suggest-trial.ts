import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { defaultParams } from '../space/default-params.ts'
import type { Params } from '../space/params.ts'
import { isValid } from '../space/validate.ts'
import type { Suggestion } from '../trial/suggestion.ts'
import type { WaitingTrial } from '../trial/trial-record.ts'

/**
 * The params of the next trial: those of a waiting trial, completed where they are partial; the declared defaults for
 * the first trial; else what the sampler suggests.
 *
 * @throws ERR_SPACE_EXHAUSTED
 */
export async function suggestTrial(
  snapshot: StudySnapshot,
  sampler: Sampler,
  waiting: WaitingTrial | undefined,
): Promise<Partial<Suggestion> & Pick<Suggestion, 'params'>> {
  const { space, key } = snapshot
  const given = (waiting?.params ?? {}) as Params
  // An interrupted attempt is made again with the params it had; one that was enqueued may be complete as it is.
  if (waiting && (!snapshot.declared || waiting.attempt > 0 || isValid(space, given))) return { params: given }
  const number = waiting?.number ?? snapshot.trials.next
  const preset = number === 0 && !waiting && !sampler.exhaustive ? defaultParams(space) : undefined
  if (preset) return { params: preset, account: { sampler: sampler.name, phase: 'defaults' } }
  const known = Object.keys(given).length > 0 ? { known: given } : {}
  const [suggestion] = await sampler.suggest(snapshot, { numbers: [number], key, ...known })
  if (!suggestion) {
    throw new SweetspotError('ERR_SPACE_EXHAUSTED', `The ${sampler.name} sampler has nothing left to try.`)
  }
  return suggestion
}
