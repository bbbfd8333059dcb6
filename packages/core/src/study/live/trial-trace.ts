import type { EventOf } from '../../journal/study-event.ts'
import type { Json } from '../../space/json-value.ts'
import type { RunningTrial } from '../../trial/trial-record.ts'

/**
 * The params that a trial asked for in a define-by-run space; absent if there are none.
 *
 * If the trial may not have asked for all parameters, `params` has all known params, and `asked` the names of those
 * that it asked for.
 */
export type TrialTrace = Pick<EventOf<'trial-finished'>, 'params' | 'asked'>

/**
 * The trace of a trial.
 *
 * @param used - The values that its objective asked for.
 * @param isWhole - Whether it asked for all parameters that it uses; otherwise the other suggested params are kept.
 */
export function traceOf(record: RunningTrial, used: ReadonlyMap<string, Json>, isWhole: boolean): TrialTrace {
  if (isWhole) return used.size > 0 ? { params: Object.fromEntries(used) } : {}
  const params = { ...record.params, ...Object.fromEntries(used) }
  const isAll = Object.keys(params).length === used.size
  return { ...(used.size > 0 && { params }), ...(!isAll && { asked: [...used.keys()] }) }
}
