import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Sampler } from '../../samplers/sampler.ts'
import type { EndedTrial } from '../../trial/trial-record.ts'
import type { RequeueReason } from '../../trial/trial-state.ts'
import type { Clock } from '../clock.ts'
import type { StudyObserver } from '../observer.ts'
import type { CheckedOutcome } from '../outcome.ts'
import type { TotalTrials } from '../total-trials.ts'
import type { AttemptId, TrialHost } from '../trial-host.ts'
import type { TrialSpec } from '../trial-spec.ts'

/** A trial that has been started: what an executor runs. */
export interface StartedTrial {
  readonly spec: TrialSpec
  readonly host: TrialHost
}

/**
 * Why no trial was started: the study has as many as are wanted (`enough`), or will have unless those that other processes
 * run are lost (`elsewhere`); or somebody paused or stopped it.
 */
export type NoTrial = 'enough' | 'elsewhere' | 'paused' | 'stopped'

export interface BeginOptions {
  /** Start a trial also if nothing is left to try of a space that is defined by running: its objective may ask for more by
   * now. Default: false */
  readonly probe?: boolean
  /** Say that the space is exhausted also if what is left may repeat a trial that runs: the caller asks again when that has
   * asked for more, or has ended. Default: false */
  readonly isPatient?: boolean
  /** Stands for the objective: the same object for trials that run the same one. */
  readonly objective?: object
}

/**
 * Where `optimize` takes trials from and brings their results to: a study of this process, or one behind a network that
 * stands in for it.
 */
export interface TrialSource {
  readonly snapshot: StudySnapshot
  readonly sampler: Pick<Sampler, 'exhaustive' | 'advise'>
  readonly clock: Clock
  /** Reads what other processes have written. */
  refresh(): Promise<StudySnapshot>
  /** Resolves with the next change of the study, or when the signal is aborted. */
  changed(signal: AbortSignal): Promise<void>
  /** Reads what others write soon after they do, until the result is called. */
  follow(): () => void
  /**
   * Starts the next trial, unless the study has `total` trials already.
   *
   * @throws ERR_SPACE_EXHAUSTED, and what the sampler throws
   */
  begin(total: TotalTrials, options?: BeginOptions): Promise<StartedTrial | NoTrial>
  /**
   * Records how a trial ended.
   *
   * @throws ERR_TRIAL_NOT_FOUND, ERR_TRIAL_NOT_RUNNING, ERR_STALE_ATTEMPT, ERR_RESULT_CONFLICT
   */
  finish(trial: AttemptId, outcome: CheckedOutcome): Promise<EndedTrial>
  /** Puts a running attempt back into the queue; false if it does not run any more. */
  requeue(trial: AttemptId, reason: RequeueReason, error?: string): Promise<boolean>
  /** Aborts the signal of a trial that runs here. */
  interrupt(trial: AttemptId, reason: unknown): void
  /** How many running trials belong to other processes, and come back into the queue if those die. */
  readonly elsewhere: number
  /** Passes a sentence to the observers. */
  notice(text: string): void
  /** Adds an observer; the result removes it. */
  observe(observer: StudyObserver): () => void
}
