import { studyError } from '../../errors.ts'
import type { StudyEvent } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { PruningDecision } from '../../trial/pruning-decision.ts'
import { isFinished, type Outcome, type RunningTrial } from '../../trial/trial-record.ts'
import type { TrialTrace } from '../live/trial-trace.ts'
import { sameOutcome } from '../results/outcome.ts'
import type { Decision } from './decision.ts'

/** The result of telling an outcome. */
export interface Finish {
  /** False if the same outcome was already recorded. */
  readonly isNew: boolean
}

/**
 * Records the outcome of a trial. A trial stopped by its pruner is pruned or paused, as the pruner decided.
 *
 * @param attempt - The attempt with this outcome. Default: the latest.
 * @param traceOf - Returns the parameters that the objective asked for.
 * @param ruling - The latest decision of the pruner, if it was asked.
 * @throws ERR_TRIAL_NOT_FOUND, ERR_TRIAL_NOT_RUNNING, ERR_STALE_ATTEMPT, ERR_RESULT_CONFLICT
 */
export function finish(
  snapshot: StudySnapshot,
  { number, attempt }: { readonly number: number; readonly attempt?: number },
  outcome: Outcome,
  traceOf: (record: RunningTrial, isWhole: boolean) => TrialTrace,
  ruling: PruningDecision | undefined,
  at: number,
): Decision<Finish> {
  const record = snapshot.trials.get(number)
  if (!record) throw studyError('ERR_TRIAL_NOT_FOUND', `Trial ${number} does not exist.`)
  if (attempt !== undefined && attempt !== record.attempt) {
    throw studyError(
      'ERR_STALE_ATTEMPT',
      `Attempt ${attempt} of trial ${number} is outdated; its latest attempt is ${record.attempt}.`,
    )
  }
  if (record.state === 'paused' && outcome.state === 'pruned') return { events: [], result: { isNew: false } }
  if (isFinished(record)) {
    if (sameOutcome(record, outcome)) return { events: [], result: { isNew: false } }
    throw studyError('ERR_RESULT_CONFLICT', `Trial ${number} already has a different result (${record.state}).`)
  }
  if (record.state !== 'running') {
    throw studyError('ERR_TRIAL_NOT_RUNNING', `Expected trial ${number} to be running; it is ${record.state}.`)
  }
  const isPause = outcome.state === 'pruned' && ruling?.action === 'pause'
  // An objective that did not complete may not have asked for all its parameters.
  const trace = traceOf(record, outcome.state === 'completed')
  const finished = { type: 'trial-finished', number, attempt: record.attempt, ...trace, at } as const
  const event = { ...finished, outcome } as const
  if (outcome.state !== 'pruned' || !ruling || ruling.action === 'continue')
    return { events: [event], result: { isNew: true } }
  const { action: _action, ...note } = ruling
  if (!isPause) return { events: [{ ...event, outcome: { ...outcome, ...note } }], result: { isNew: true } }
  const { values } = outcome
  const { asked: _asked, ...params } = trace
  const stopped = { ...note, ...(values && { values }) }
  const paused: StudyEvent = { type: 'trial-paused', number, attempt: record.attempt, ...params, ...stopped, at }
  return { events: [paused], result: { isNew: true } }
}
