import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Sampler } from '../../samplers/sampler.ts'
import type { EndedTrial } from '../../trial/trial-record.ts'
import type { RequeueReason } from '../../trial/trial-state.ts'
import type { TotalTrials } from '../asking/total-trials.ts'
import type { Clock } from '../clock/clock.ts'
import type { AttemptId, TrialHost } from '../live/trial-host.ts'
import type { TrialSpec } from '../live/trial-spec.ts'
import type { StudyObserver } from '../observing/observer.ts'
import type { CheckedOutcome } from '../results/outcome.ts'

/** A started trial, to be run by an executor. */
export interface StartedTrial {
  readonly spec: TrialSpec
  readonly host: TrialHost
}

/**
 * Why no trial was started: the study has the requested number (`enough`), has it unless trials of other processes are
 * lost (`elsewhere`), was paused or stopped, or the caller wants no trial any more (`over`).
 */
export type NoTrial = 'enough' | 'elsewhere' | 'paused' | 'stopped' | 'over'

/** Options of {@link TrialSource.begin}. */
export interface BeginOptions {
  /**
   * Whether to start a trial in an exhausted define-by-run space, because its objective may ask for more.
   * Default: false.
   */
  readonly probe?: boolean
  /**
   * Returns whether to report the space as exhausted if the remaining combinations may repeat a running trial. The
   * caller asks again when that trial has asked for a parameter or ended. Called when the params are chosen, since other
   * trials may start until then. Default: never.
   */
  readonly isPatient?: () => boolean
  /** Ends the wait for a suggestion, whose trial then does not start. */
  readonly signal?: AbortSignal
  /** Called just before the trial starts; if it returns false, the trial does not. */
  readonly mayStart?: () => boolean
  /** Identity of the objective: the same object for trials with the same objective. */
  readonly objective?: object
}

/** The source of trials of `optimize` and the recipient of their results: a study of this process, or a remote one. */
export interface TrialSource {
  readonly snapshot: StudySnapshot
  readonly sampler: Pick<Sampler, 'exhaustive' | 'advise'>
  readonly clock: Clock
  /** Reads the latest events of other processes. */
  refresh(): Promise<StudySnapshot>
  /** Resolves with the next change of the study, or when the signal is aborted. */
  changed(signal: AbortSignal): Promise<void>
  /** Follows the events of other processes until the returned function is called. */
  follow(): () => void
  /**
   * Starts the next trial, unless the study already has `total` trials.
   *
   * @throws ERR_SPACE_EXHAUSTED; ERR_CALLBACK_FAILED if the sampler throws, ERR_INVALID_ARGUMENT for its invalid answer
   */
  begin(total: TotalTrials, options?: BeginOptions): Promise<StartedTrial | NoTrial>
  /**
   * Records the outcome of a trial.
   *
   * @throws ERR_TRIAL_NOT_FOUND, ERR_TRIAL_NOT_RUNNING, ERR_STALE_ATTEMPT, ERR_RESULT_CONFLICT
   */
  finish(trial: AttemptId, outcome: CheckedOutcome): Promise<EndedTrial>
  /** Requeues a running attempt; false if it is no longer running. */
  requeue(trial: AttemptId, reason: RequeueReason, error?: string): Promise<boolean>
  /** Aborts the signal of a trial of this process. */
  interrupt(trial: AttemptId, reason: unknown): void
  /** The number of running trials of other processes, which are requeued if those die. */
  readonly elsewhere: number
  /** Sends a notice to the observers. */
  notice(text: string): void
  /** Adds an observer and returns a function that removes it. */
  observe(observer: StudyObserver): () => void
}
