import { SweetspotError } from '../../errors.ts'
import type { StudyEvent } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { PruningDecision } from '../../trial/pruning-decision.ts'
import { isFinished, type Outcome, type RunningTrial } from '../../trial/trial-record.ts'
import { sameOutcome } from '../outcome.ts'
import type { TrialTrace } from '../trial-trace.ts'
import type { Decision } from './decision.ts'

/** What became of a result. */
export interface Finish {
  /** False where the same had been told before. */
  readonly isNew: boolean
}

/**
 * Records how a trial ended. One that stops since its pruner said so is pruned, or paused if that is what the pruner said.
 *
 * @param attempt - The attempt that the result is of. Default: the latest.
 * @param traceOf - What the objective asked for by running.
 * @param ruling - What the pruner decided last, if it was asked.
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
  if (!record) throw new SweetspotError('ERR_TRIAL_NOT_FOUND', `There is no trial ${number}.`)
  if (attempt !== undefined && attempt !== record.attempt) {
    throw new SweetspotError('ERR_STALE_ATTEMPT', `Trial ${number} is at attempt ${record.attempt}, not ${attempt}.`)
  }
  if (record.state === 'paused' && outcome.state === 'pruned') return { events: [], result: { isNew: false } }
  if (isFinished(record)) {
    if (sameOutcome(record, outcome)) return { events: [], result: { isNew: false } }
    throw new SweetspotError('ERR_RESULT_CONFLICT', `Trial ${number} has ${record.state} already.`)
  }
  if (record.state !== 'running') {
    throw new SweetspotError('ERR_TRIAL_NOT_RUNNING', `Trial ${number} is ${record.state}.`)
  }
  const isPause = outcome.state === 'pruned' && ruling?.action === 'pause'
  // An objective that did not complete may not have come to ask for all that it would have used.
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
