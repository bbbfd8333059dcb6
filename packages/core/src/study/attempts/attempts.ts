import type { SweetspotError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Sampler } from '../../samplers/sampler.ts'
import { type EndedTrial, isFinished, type RunningTrial } from '../../trial/trial-record.ts'
import type { RequeueReason } from '../../trial/trial-state.ts'
import type { TotalTrials } from '../asking/total-trials.ts'
import type { Clock } from '../clock/clock.ts'
import { yielding } from '../clock/yielding.ts'
import { type Finish, finish } from '../decisions/finish.ts'
import { lostTrials, reclaim } from '../decisions/reclaim.ts'
import { requeue } from '../decisions/requeue.ts'
import { runningElsewhere } from '../decisions/start.ts'
import type { AttemptId } from '../live/trial-host.ts'
import type { Changes } from '../observing/changes.ts'
import type { StudyObserver } from '../observing/observer.ts'
import type { CheckedOutcome } from '../results/outcome.ts'
import { checkedTrial, hasEnded, type ToldTrial } from '../results/told-trial.ts'
import { Follower } from '../writing/follower.ts'
import type { JournalWriter } from '../writing/journal-writer.ts'
import type { StudyParts } from '../writing/study-parts.ts'
import { editNotice } from './changed-ranges.ts'
import { Heartbeat } from './heartbeat.ts'
import { LiveTrials } from './live-trials.ts'
import { Starts } from './starts.ts'
import type { BeginOptions, NoTrial, StartedTrial, TrialSource } from './trial-source.ts'

/** Milliseconds between searches for dead owners of running trials. */
const RECLAIM_INTERVAL = 5_000

/** The attempts of this process: their start, their end, and the heartbeat of the process. */
export class Attempts implements TrialSource {
  readonly #parts: StudyParts
  readonly #writer: JournalWriter
  readonly #live: LiveTrials
  readonly #heartbeat: Heartbeat
  readonly #changes: Changes
  readonly #follower: Follower
  readonly #starts: Starts
  #reclaimedAt = Number.NEGATIVE_INFINITY
  /** Aborted when this process leaves the study, with the error for later calls. */
  readonly #left = new AbortController()

  constructor(parts: StudyParts, writer: JournalWriter, changes: Changes) {
    const { storage, pruner, clock, sampler, observers, owner } = parts
    this.#parts = parts
    this.#writer = writer
    this.#changes = changes
    this.#follower = new Follower(parts, writer)
    this.#starts = new Starts(parts, writer, this.#left.signal)
    this.#heartbeat = new Heartbeat(storage.presence, owner, clock)
    this.#live = new LiveTrials({
      writer,
      pruner,
      clock,
      exhaustive: sampler.exhaustive ?? false,
      notice: (text) => this.notice(text),
      reported: (trial, measurement) => observers.emit('trialReported', trial, measurement, writer.snapshot),
    })
  }

  get snapshot(): StudySnapshot {
    return this.#writer.snapshot
  }

  get sampler(): Sampler {
    return this.#parts.sampler
  }

  get clock(): Clock {
    return this.#parts.clock
  }

  refresh(): Promise<StudySnapshot> {
    return this.#writer.refresh()
  }

  /** Resolves with the next change of the study, or when the signal is aborted. */
  changed(signal: AbortSignal): Promise<void> {
    return this.#changes.next(AbortSignal.any([signal, this.#left.signal]))
  }

  /** Follows the events of other processes until the returned function is called. */
  follow(): () => void {
    return this.#follower.follow(this.#left.signal)
  }

  notice(text: string): void {
    this.#parts.observers.notice(text)
  }

  observe(observer: StudyObserver): () => void {
    return this.#parts.observers.add(observer)
  }

  /**
   * Starts the next trial, unless the study already has `total` trials.
   *
   * @param options.detached - Whether the result is told later by any process; the trial is never reclaimed as lost.
   */
  async begin(
    total: TotalTrials,
    options: BeginOptions & { readonly detached?: boolean } = {},
  ): Promise<StartedTrial | NoTrial> {
    const { objective, detached = false, ...rest } = options
    const { clock } = this.#parts
    this.#checkOpen()
    await this.#writer.refresh()
    const sinceReclaim = clock.now() - this.#reclaimedAt
    // A clock that was set back must not delay this.
    if (sinceReclaim < 0 || sinceReclaim >= RECLAIM_INTERVAL) await this.reclaim()
    if (!detached) await this.#heartbeat.start()
    const begun = await this.#starts.start({ ...rest, total, detached })
    if (typeof begun === 'string') return begun
    if ('refused' in begun) {
      this.notice(`Trial ${begun.refused} failed before it started: ${begun.why}`)
      return this.begin(total, options)
    }
    // The trial of a study that was closed as it started counts as lost.
    this.#checkOpen()
    const record = this.#writer.snapshot.trials.get(begun.number)
    if (record?.state === 'running' && record.attempt === begun.attempt) return this.#live.open(record, objective)
    // The trial was deleted or cancelled as it started.
    return this.begin(total, options)
  }

  /** Records the outcome of a trial. Default of `attempt`: the latest. */
  async finish(trial: ToldTrial, outcome: CheckedOutcome): Promise<EndedTrial> {
    return this.#live.ending(checkedTrial(trial), () => this.#finish(trial, outcome))
  }

  async #finish(trial: ToldTrial, outcome: CheckedOutcome): Promise<EndedTrial> {
    const { number, attempt } = trial
    // The attempt of a closed study is lost, which is not a failure of its objective.
    this.#checkOpen()
    if (this.#writer.snapshot.trials.get(number)?.state !== 'running') await this.#writer.refresh()
    const unused = attempt === undefined ? undefined : this.#live.unusedText({ number, attempt })
    const { isNew, record } = await this.#writeEnd(trial, outcome)
    const { snapshot } = this.#writer
    const edits = attempt === undefined ? [] : this.#live.editsOf({ number, attempt })
    if (attempt !== undefined) this.#live.close({ number, attempt })
    // A trial told by its number may still run here.
    else this.#live.sweep(snapshot)
    if (isNew) this.#learn(snapshot)
    // A failed trial may not have asked for all its parameters.
    if (isNew && unused !== undefined && record.state === 'completed') this.notice(unused)
    if (edits.length > 0) this.notice(editNotice(edits, snapshot, number))
    return record
  }

  /**
   * Writes the end of a trial.
   *
   * The result of an attempt is independent of other trials, so it is written without a condition. If an attempt is
   * ended twice, replay takes the first end, and the second caller gets an error.
   *
   * The returned record is that at the end of the attempt, because a paused trial may run again before this process
   * reads its end.
   */
  async #writeEnd(trial: ToldTrial, outcome: CheckedOutcome): Promise<Finish & { readonly record: EndedTrial }> {
    let ended: StudySnapshot | undefined
    const stop = this.#changes.listen(({ snapshot }) => {
      if (hasEnded(snapshot, trial)) ended = snapshot
    })
    try {
      const finished = await this.#decideEnd(trial, outcome, () => ended)
      return { ...finished, record: (ended ?? this.#writer.snapshot).trials.get(trial.number) as EndedTrial }
    } finally {
      stop()
    }
  }

  /** @param ended - Returns the snapshot at the end of the attempt, if it has ended. */
  async #decideEnd(trial: ToldTrial, outcome: CheckedOutcome, ended: () => StudySnapshot | undefined): Promise<Finish> {
    const { number, attempt } = trial
    const traceOf = (record: RunningTrial, isWhole: boolean) => this.#live.traceOf(record, isWhole)
    // A trial told by its number ends as told, regardless of its pruner.
    const ruling = attempt === undefined ? undefined : this.#live.rulingOn({ number, attempt })
    const decide = (snapshot: StudySnapshot) =>
      finish(snapshot, trial, outcome, traceOf, ruling, this.#parts.clock.now())
    const { events, result } = decide(this.#writer.snapshot)
    // Other processes may start a later attempt of the number.
    if (trial.attempt === undefined) {
      await this.#live.flush()
      return this.#writer.commit(decide)
    }
    if (events.length === 0) return result
    await this.#live.flushWith(events)
    const latest = this.#writer.isBehind ? await this.#writer.caughtUp() : this.#writer.snapshot
    decide(ended() ?? latest)
    return result
  }

  /** Lets the sampler learn from a result before the next `ask`. */
  #learn(snapshot: StudySnapshot): void {
    const { sampler, clock } = this.#parts
    if (!sampler.learn || !clock.pause) return
    const learned = async () => {
      await clock.pause?.()
      if (!this.#left.signal.aborted && this.#writer.snapshot === snapshot)
        await sampler.learn?.(snapshot, yielding(clock))
    }
    // The next `ask` rejects with the same error.
    learned().catch(() => {})
  }

  /** Requeues a running attempt; false if it is no longer running. */
  async requeue(trial: AttemptId, reason: RequeueReason, error?: string): Promise<boolean> {
    return this.#live.ending(checkedTrial(trial), async () => {
      this.#checkOpen()
      await this.#live.flush()
      const at = this.#parts.clock.now()
      const done = await this.#writer.commit((snapshot) => requeue(snapshot, trial, reason, error, at))
      this.#live.close(trial)
      // An end that was written in between takes precedence.
      const record = this.#writer.snapshot.trials.get(trial.number)
      return done && !(record && isFinished(record))
    })
  }

  /** Requeues trials of dead owners. */
  async reclaim(): Promise<void> {
    const { storage, owner, maxCrashes, clock, observers } = this.#parts
    this.#reclaimedAt = clock.now()
    await this.#writer.refresh()
    const taken = await this.#writer.commit(async (snapshot) =>
      reclaim(await lostTrials(snapshot, storage.presence, owner), maxCrashes, clock.now()),
    )
    const { trials } = this.#writer.snapshot
    for (const { number, deaths, failed } of taken) {
      const record = trials.get(number)
      // It has ended in the meantime.
      if (record?.state === 'completed' || record?.state === 'pruned') continue
      if (!failed) observers.notice(`Trial ${number} was lost because its process died. It will run again.`)
      else observers.notice(`Trial ${number} failed: its process died ${deaths === 1 ? 'once' : `${deaths} times`}.`)
    }
  }

  get elsewhere(): number {
    return runningElsewhere(this.#writer.snapshot, this.#parts.owner).length
  }

  /** Aborts the signal of an attempt of this process. */
  interrupt(trial: AttemptId, reason: unknown): void {
    this.#live.abort(trial, reason)
  }

  /** @throws ERR_STUDY_CLOSED after {@link close} */
  #checkOpen(): void {
    this.#left.signal.throwIfAborted()
  }

  /** Stops attempts that another process has ended or taken over. */
  sweep(): void {
    this.#live.sweep(this.#writer.snapshot)
  }

  /** Stops all attempts, writes their reports, and leaves the study. */
  async close(reason: SweetspotError): Promise<void> {
    this.#left.abort(reason)
    this.#live.abortAll(reason)
    try {
      await this.#live.flush()
    } finally {
      this.#live.forgetAll()
      await this.#writer.idle()
      // A stale digest is recognised by its position, so a failure is harmless.
      await this.#writer.digest().catch(() => {})
      await this.#writer.checkpointed()
      await this.#heartbeat.stop()
    }
  }
}
