import { SweetspotError } from '../errors.ts'
import { lastStep, withMeasurement } from '../journal/measured-trial.ts'
import type { EventOf } from '../journal/study-event.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Pruner } from '../pruners/pruner.ts'
import type { Params } from '../space/params.ts'
import type { Measurement } from '../trial/measurement.ts'
import type { Outcome, RunningTrial } from '../trial/trial-record.ts'
import type { Clock } from './clock.ts'
import type { JournalWriter } from './journal-writer.ts'
import { measurementOf } from './report.ts'
import { liveTrial, type Trial, type TrialTrace } from './trial.ts'

interface Entry {
  /** The record with the measurements made so far, whether or not they are written yet. */
  record: RunningTrial
  trace: () => TrialTrace
  readonly controller: AbortController
}

/** Which attempt of which trial. */
interface Attempt {
  readonly number: number
  readonly attempt: number
}

type Report = EventOf<'trial-reported'>

export interface LiveTrialsOptions {
  readonly writer: JournalWriter
  readonly pruner: Pruner | undefined
  readonly clock: Clock
  /** Whether the sampler goes through a fixed list. */
  readonly exhaustive: boolean
  readonly reported: (trial: RunningTrial, measurement: Measurement) => void
}

/**
 * The trials that this process is running. Reports are taken at once, so that `report` and `shouldPrune` need no
 * `await`, and written together with the next step of the event loop.
 */
export class LiveTrials {
  readonly #options: LiveTrialsOptions
  readonly #entries = new Map<number, Entry>()
  #pending: Report[] = []
  #writing: Promise<void> | undefined

  constructor(options: LiveTrialsOptions) {
    this.#options = options
  }

  open<P, M extends string>(record: RunningTrial): Trial<P, M> {
    const { writer, pruner, exhaustive } = this.#options
    const { declared, discovery, key } = writer.snapshot
    const controller = new AbortController()
    const entry: Entry = { record, controller, trace: () => ({}) }
    const { trial, trace } = liveTrial<P, M>({
      record,
      declared,
      known: discovery.parameters,
      key,
      exhaustive,
      signal: controller.signal,
      report: (value, step) => this.#report(entry, value, step),
      shouldPrune: () => {
        const reported = this.#isOpen(entry) && lastStep(entry.record) !== undefined
        return reported && pruner !== undefined && pruner.decide(writer.snapshot, entry.record).action !== 'continue'
      },
    })
    entry.trace = trace
    this.#entries.set(record.number, entry)
    return trial
  }

  /** Aborts the signal of a trial that still runs. */
  abort(trial: Attempt, reason: unknown): void {
    this.#find(trial)?.controller.abort(reason)
  }

  abortAll(reason: unknown): void {
    for (const { controller } of this.#entries.values()) controller.abort(reason)
  }

  /** Forgets a trial; what its objective does from now on is ignored or refused. */
  close(trial: Attempt): void {
    if (this.#find(trial)) this.#entries.delete(trial.number)
  }

  /** Aborts and forgets trials that do not run here any more: told, deleted or taken over by somebody else. */
  sweep({ trials }: StudySnapshot): void {
    for (const { record, controller } of this.#entries.values()) {
      const { number, attempt } = record
      const now = trials.get(number)
      if (now?.state === 'running' && now.attempt === attempt) continue
      this.#entries.delete(number)
      if (!now) controller.abort(new SweetspotError('ERR_TRIAL_NOT_FOUND', `Trial ${number} was deleted.`))
      else if (now.attempt === attempt && now.state !== 'waiting') {
        controller.abort(new SweetspotError('ERR_TRIAL_NOT_RUNNING', `Trial ${number} was ended from elsewhere.`))
      } else
        controller.abort(new SweetspotError('ERR_STALE_ATTEMPT', `Trial ${number} was taken over by another process.`))
    }
  }

  /** What the objective did to its trial, as far as it is not in the journal yet. */
  traceOf(record: RunningTrial, outcome: Outcome): TrialTrace {
    const { params, ...rest } = this.#find(record)?.trace() ?? {}
    if (!params) return rest
    // An objective that failed may not have come to ask for all that it would have used.
    const used: Params = outcome.state === 'failed' ? { ...record.params, ...params } : params
    return { ...rest, params: used }
  }

  /** What the objective has attached to its trial so far. */
  attributesOf(trial: Attempt): TrialTrace['attributes'] {
    return this.#find(trial)?.trace().attributes
  }

  /**
   * Writes all reports made so far.
   *
   * @throws ERR_STORAGE and the like; the reports are kept and written with the next flush
   */
  async flush(): Promise<void> {
    while (this.#writing || this.#pending.length > 0) await this.#write()
  }

  #find({ number, attempt }: Attempt): Entry | undefined {
    const entry = this.#entries.get(number)
    return entry?.record.attempt === attempt ? entry : undefined
  }

  #isOpen(entry: Entry): boolean {
    return this.#entries.get(entry.record.number) === entry
  }

  #report(entry: Entry, value: unknown, step: number | undefined): void {
    const { number, attempt } = entry.record
    if (!this.#isOpen(entry)) {
      throw new SweetspotError('ERR_TRIAL_NOT_RUNNING', `Attempt ${attempt} of trial ${number} has ended.`)
    }
    const { writer, clock, reported } = this.#options
    const { metrics } = writer.snapshot
    const measurement = measurementOf(value, step, lastStep(entry.record), metrics, clock.now())
    entry.record = withMeasurement(entry.record, measurement)
    this.#pending.push({ type: 'trial-reported', number, attempt, ...measurement })
    // A failure is not lost: the reports stay pending, and the next flush meets it again.
    this.#write().catch(() => {})
    reported(entry.record, measurement)
  }

  #write(): Promise<void> {
    this.#writing ??= Promise.resolve()
      .then(() => this.#writePending())
      .finally(() => {
        this.#writing = undefined
      })
    return this.#writing
  }

  async #writePending(): Promise<void> {
    while (this.#pending.length > 0) {
      const reports = this.#pending
      this.#pending = []
      try {
        await this.#options.writer.commit(({ trials }) => {
          const isCurrent = ({ number, attempt }: Report) => {
            const record = trials.get(number)
            return record?.state === 'running' && record.attempt === attempt
          }
          return { events: reports.filter(isCurrent), result: undefined }
        })
      } catch (error) {
        this.#pending = [...reports, ...this.#pending]
        throw error
      }
    }
  }
}
