import { SweetspotError } from '../errors.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { hasDefaults, withDefaults } from '../space/defaults.ts'
import { satisfies } from '../space/encode.ts'
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
  if (space.dimensions.length === 0 && !(snapshot.declared || sampler.exhaustive)) return { params: given }
  // An interrupted attempt is made again with the params it had; one that was enqueued may be complete as it is.
  if (waiting && (!snapshot.declared || waiting.attempt > 0 || isValid(space, given))) return { params: given }
  const known = Object.keys(given).length > 0 ? { known: given } : {}
  const number = waiting?.number ?? snapshot.trials.next
  const [suggestion] = await sampler.suggest(snapshot, { numbers: [number], key, ...known })
  if (!suggestion) {
    throw new SweetspotError('ERR_SPACE_EXHAUSTED', `The ${sampler.name} sampler has nothing left to try.`)
  }
  if (number > 0 || waiting || sampler.exhaustive || !hasDefaults(space)) return suggestion
  const params = withDefaults(space, suggestion.params)
  return satisfies(space, params) ? { params, account: { sampler: sampler.name, phase: 'defaults' } } : suggestion
}
