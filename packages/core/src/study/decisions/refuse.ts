import type { StudyEvent } from '../../journal/study-event.ts'
import type { Params } from '../../space/params.ts'
import type { PausedTrial, WaitingTrial } from '../../trial/trial-record.ts'
import type { Decision } from './decision.ts'

/** A trial that failed because it could not start. */
export interface Refused {
  readonly refused: number
  /** The reason as a sentence. */
  readonly why: string
}

/** Fails a waiting or paused trial that cannot run with its params, as a new attempt that fails at its start. */
export function refuse(trial: WaitingTrial | PausedTrial, why: string, at: number): Decision<Refused> {
  const { number } = trial
  const attempt = trial.attempt + 1
  const params = trial.params as Params
  const outcome = { state: 'failed', reason: 'invalid-params', error: why } as const
  const events: StudyEvent[] = [
    { type: 'trial-started', number, attempt, params, owner: null, at },
    { type: 'trial-finished', number, attempt, outcome, at },
  ]
  return { events, result: { refused: number, why } }
}
