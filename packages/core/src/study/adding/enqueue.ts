import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { foldIn } from '../../math/random.ts'
import { namedParams } from '../../space/named-params.ts'
import type { Params } from '../../space/params.ts'
import { sampleParams } from '../../space/sample.ts'
import type { Attributes } from '../../trial/attributes.ts'
import { fittingParams } from '../asking/given-params.ts'
import type { Decision } from '../decisions/decision.ts'
import { earlierTrial } from './earlier-trial.ts'

/**
 * Adds a trial to the queue, which runs before any suggestion, and returns its number.
 *
 * @param options.skipIfTried - Whether to return the number of an earlier trial with these values instead of adding
 *   one.
 *
 * @throws ERR_INVALID_PARAMS, ERR_INVALID_NAME, ERR_INVALID_JSON, ERR_INFEASIBLE_SPACE if no combination with these
 *   values satisfies the constraints
 */
export function enqueue(
  snapshot: StudySnapshot,
  params: unknown,
  { attributes, skipIfTried = false }: { readonly attributes?: Attributes; readonly skipIfTried?: boolean },
  at: number,
): Decision<number> {
  const number = snapshot.trials.next
  const checked = snapshot.hasDeclaredSpace ? declaredParams(snapshot, params) : namedParams(params)
  const earlier = skipIfTried ? earlierTrial(snapshot, checked) : undefined
  if (earlier !== undefined) return { events: [], result: earlier }
  const event = { type: 'trial-enqueued', number, params: checked, ...(attributes && { attributes }), at } as const
  return { events: [event], result: number }
}

function declaredParams({ space, key, trials }: StudySnapshot, given: unknown): Params {
  const { params, isComplete } = fittingParams(space, given)
  // Partial params must leave a feasible combination, or the queue would block.
  if (!isComplete && space.constraints.length > 0) sampleParams(space, foldIn(key, trials.next), params)
  return params
}
