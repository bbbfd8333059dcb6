import { callbackFailed, wrongAnswer } from '../../arguments/callback.ts'
import { SweetspotError } from '../../errors.ts'
import type { EventOf } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Scheduler } from '../../schedulers/scheduler.ts'
import { isPlainObject } from '../../space/json-value.ts'
import type { Proposal } from '../../trial/suggestion.ts'
import type { PausedTrial, RunningTrial, WaitingTrial } from '../../trial/trial-record.ts'
import type { AttemptId } from '../trial-host.ts'
import type { Decision } from './decision.ts'

/** Starts a trial that waits or is paused, or else a new one, with the params proposed for it. */
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

/** Running trials of other owners than `self`: they go back into the queue if their owner dies. */
export function runningElsewhere({ running }: StudySnapshot, self: string): readonly RunningTrial[] {
  return running.filter(({ owner }) => owner !== null && owner !== self)
}

/** How many trials of a study are finished, paused or running. */
export function trialsSoFar({ counts }: StudySnapshot): number {
  return counts.completed + counts.pruned + counts.failed + counts.paused + counts.running
}

/**
 * The trial that a scheduler wants run; undefined for a new one.
 *
 * @throws ERR_INVALID_ARGUMENT for a trial that neither waits nor is paused, and for another decision
 */
export function resumedTrial(snapshot: StudySnapshot, scheduler: Scheduler): WaitingTrial | PausedTrial | undefined {
  const next = nextOf(scheduler, snapshot)
  if (next === 'suggest') return undefined
  if (!isPlainObject(next) || typeof next.resume !== 'number') {
    throw wrongAnswer(`the scheduler ${scheduler.name}`, "'suggest' or { resume: number }", next)
  }
  const trial = snapshot.trials.get(next.resume)
  if (trial?.state === 'waiting' || trial?.state === 'paused') return trial
  const what = trial ? `which is ${trial.state}` : 'which does not exist'
  const text = `The scheduler ${scheduler.name} resumes trial ${next.resume}, ${what}.`
  throw new SweetspotError('ERR_INVALID_ARGUMENT', text)
}

function nextOf(scheduler: Scheduler, snapshot: StudySnapshot): unknown {
  try {
    return scheduler.next(snapshot)
  } catch (thrown) {
    throw callbackFailed(`The scheduler ${scheduler.name}`, thrown)
  }
}
