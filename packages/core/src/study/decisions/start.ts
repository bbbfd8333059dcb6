import { invoke, wrongAnswer } from '../../arguments/callback.ts'
import { isPlainObject } from '../../arguments/plain-object.ts'
import { SweetspotError } from '../../errors.ts'
import type { EventOf } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Scheduler } from '../../schedulers/scheduler.ts'
import type { Proposal } from '../../trial/suggestion.ts'
import type { PausedTrial, RunningTrial, WaitingTrial } from '../../trial/trial-record.ts'
import type { AttemptId } from '../live/trial-host.ts'
import type { Decision } from './decision.ts'

/** Starts a waiting or paused trial, or a new one, with the proposed params. */
export function start(
  { trials }: StudySnapshot,
  resumed: WaitingTrial | PausedTrial | undefined,
  { params, explanation }: Proposal,
  owner: string | null,
  at: number,
): Decision<AttemptId> {
  const number = resumed?.number ?? trials.next
  const attempt = (resumed?.attempt ?? 0) + 1
  const event: EventOf<'trial-started'> = {
    type: 'trial-started',
    number,
    attempt,
    params,
    ...(explanation && { suggestion: explanation }),
    owner,
    at,
  }
  return { events: [event], result: { number, attempt } }
}

/** Running trials of owners other than `self`, which are requeued if their owner dies. */
export function runningElsewhere({ running }: StudySnapshot, self: string): readonly RunningTrial[] {
  return running.filter(({ owner }) => owner !== null && owner !== self)
}

/**
 * The trial that the scheduler resumes; undefined for a new one.
 *
 * @throws ERR_CALLBACK_FAILED if it throws; ERR_INVALID_ARGUMENT for an invalid decision, and for a trial that is
 *   neither waiting nor paused
 */
export function resumedTrial(snapshot: StudySnapshot, scheduler: Scheduler): WaitingTrial | PausedTrial | undefined {
  const what = `the scheduler ${scheduler.name}`
  const next: unknown = invoke(what, () => scheduler.next(snapshot))
  if (next === 'suggest') return undefined
  if (!isPlainObject(next) || typeof next.resume !== 'number') {
    throw wrongAnswer(what, "'suggest' or { resume: number }", next)
  }
  const trial = snapshot.trials.get(next.resume)
  if (trial?.state === 'waiting' || trial?.state === 'paused') return trial
  const state = trial ? `it is ${trial.state}` : 'it does not exist'
  const text = `Expected ${what} to resume a waiting or paused trial; received ${next.resume}: ${state}.`
  throw new SweetspotError('ERR_INVALID_ARGUMENT', text)
}
