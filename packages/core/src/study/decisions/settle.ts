import { messageOf, SweetspotError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { discover } from '../../space/discover.ts'
import { parameterFromJson } from '../../space/json.ts'
import { isFinished, type Outcome, type RunningTrial } from '../../trial/trial-record.ts'
import { sameOutcome } from '../outcome.ts'
import type { TrialTrace } from '../trial-trace.ts'
import type { Decision } from './decision.ts'

export interface Settled {
  /** False where the same had been told before. */
  readonly isNew: boolean
  /** Why the trial failed although its objective did not: it asked for a parameter in a way that another trial's way,
   * finished meanwhile, rules out. */
  readonly conflict?: SweetspotError
}

/**
 * Records how a trial ended.
 *
 * @param attempt - The attempt that the result is of; the latest unless given.
 * @param traceOf - What the objective did to the trial.
 * @throws ERR_TRIAL_NOT_FOUND, ERR_TRIAL_NOT_RUNNING, ERR_STALE_ATTEMPT, ERR_RESULT_CONFLICT
 */
export function settle(
  { trials, discovery }: StudySnapshot,
  { number, attempt }: { readonly number: number; readonly attempt?: number },
  outcome: Outcome,
  traceOf: (record: RunningTrial, outcome: Outcome) => TrialTrace,
  at: number,
): Decision<Settled> {
  const record = trials.get(number)
  if (!record) throw new SweetspotError('ERR_TRIAL_NOT_FOUND', `There is no trial ${number}.`)
  if (attempt !== undefined && attempt !== record.attempt) {
    throw new SweetspotError('ERR_STALE_ATTEMPT', `Trial ${number} is at attempt ${record.attempt}, not ${attempt}.`)
  }
  if (isFinished(record)) {
    if (sameOutcome(record, outcome)) return { events: [], result: { isNew: false } }
    throw new SweetspotError('ERR_RESULT_CONFLICT', `Trial ${number} has ${record.state} already.`)
  }
  if (record.state !== 'running') {
    throw new SweetspotError('ERR_TRIAL_NOT_RUNNING', `Trial ${number} is ${record.state}.`)
  }
  const trace = traceOf(record, outcome)
  const finished = { type: 'trial-finished', number, attempt: record.attempt, outcome, ...trace, at } as const
  const conflict = conflictOf(discovery, trace.found)
  if (!conflict) return { events: [finished], result: { isNew: true } }
  const { found: _found, ...rest } = finished
  const failed = { state: 'failed', reason: 'error', error: messageOf(conflict) } as const
  return { events: [{ ...rest, outcome: failed }], result: { isNew: true, conflict } }
}

/** The error of parameters that cannot be added to those known by now. In the journal it would make the study unreadable. */
function conflictOf(
  discovery: StudySnapshot['discovery'],
  found: TrialTrace['found'] = {},
): SweetspotError | undefined {
  try {
    const entries = Object.entries(found).map(([name, json]) => [name, parameterFromJson(json, name)] as const)
    discover(discovery, Object.fromEntries(entries))
    return undefined
  } catch (error) {
    if (error instanceof SweetspotError) return error
    throw error
  }
}
