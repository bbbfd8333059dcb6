import { SweetspotError } from '../errors.ts'
import type { StudyEvent } from '../journal/study-event.ts'
import type { Pruner } from '../pruners/pruner.ts'
import { checkName, isPlainObject } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import type { Measurement, MetricValues } from '../trial/measurement.ts'
import type { RunningTrial } from '../trial/trial-record.ts'
import type { Clock } from './clock.ts'
import type { JournalWriter } from './journal-writer.ts'
import { liveTrial, type Trial, type TrialTrace } from './trial.ts'

interface Entry {
  /** The record with the measurements made so far, whether or not they are written yet. */
  record: RunningTrial
  readonly trace: () => TrialTrace
  readonly controller: AbortController
}

/**
 * The trials that this process is running. Reports are taken at once, so that `report` and `shouldPrune` need no
 * `await`, and written together with the next step of the event loop.
 */
export class LiveTrials {
  readonly #writer: JournalWriter
  readonly #pruner: Pruner | undefined
  readonly #clock: Clock
  readonly #exhaustive: boolean
  readonly #reported: (report: { trial: RunningTrial; measurement: Measurement }) => void
  readonly #entries = new Map<number, Entry>()
  #pending: (StudyEvent & { type: 'trial-reported' })[] = []
  #flushing: Promise<void> | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(
    writer: JournalWriter,
    pruner: Pruner | undefined,
    clock: Clock,
    exhaustive: boolean,
    reported: (report: { trial: RunningTrial; measurement: Measurement }) => void,
  ) {
    this.#writer = writer
    this.#pruner = pruner
    this.#clock = clock
    this.#exhaustive = exhaustive
    this.#reported = reported
  }

  open<P, M extends string>(record: RunningTrial): Trial<P, M> {
    const { snapshot } = this.#writer
    const controller = new AbortController()
    const { trial, trace } = liveTrial<P, M>({
      record,
      declared: snapshot.declared,
      known: snapshot.discovery.parameters,
      key: snapshot.key,
      exhaustive: this.#exhaustive,
      signal: controller.signal,
      report: (value, step) => this.#report(record.number, value, step),
      shouldPrune: () => this.#shouldPrune(record.number),
    })
    this.#entries.set(record.number, { record, trace, controller })
    return trial
  }

  /** Aborts the signal of a trial. */
  abort(number: number, reason: unknown): void {
    this.#entries.get(number)?.controller.abort(reason)
  }

  close(number: number): void {
    this.#entries.delete(number)
  }

  /** What the objective did to its trial, as far as it is not in the journal yet. */
  traceOf({ number, attempt, params }: RunningTrial): {
    params?: Params
    found?: TrialTrace['found'] & object
    attributes?: TrialTrace['attributes'] & object
  } {
    const entry = this.#entries.get(number)
    if (entry?.record.attempt !== attempt) return {}
    const trace = entry.trace()
    return {
      ...(trace.params && trace.params !== params && { params: trace.params }),
      ...(trace.found && { found: trace.found }),
      ...(trace.attributes && { attributes: trace.attributes }),
    }
  }

  /** Writes all reports made so far. */
  async flush(): Promise<void> {
    while (this.#pending.length > 0) await this.#startFlush()
    const failure = this.#failure
    this.#failure = undefined
    if (failure) throw failure.error
  }

  #report(number: number, value: unknown, step: number | undefined): void {
    const entry = this.#entries.get(number)
    if (!entry) throw new SweetspotError('ERR_TRIAL_NOT_RUNNING', `Trial ${number} is not running here any more.`)
    const { snapshot } = this.#writer
    const last = entry.record.measurements.at(-1)?.step ?? -1
    const measurement = {
      step: step ?? Math.floor(last) + 1,
      values: intermediateValues(value, snapshot.metrics),
      at: this.#clock.now(),
    }
    if (!(measurement.step >= 0 && Number.isFinite(measurement.step))) {
      throw new SweetspotError('ERR_INVALID_ARGUMENT', `A step is a finite number from 0 on, not ${measurement.step}.`)
    }
    const others = entry.record.measurements.filter((known) => known.step !== measurement.step)
    entry.record = { ...entry.record, measurements: [...others, measurement].sort((a, b) => a.step - b.step) }
    this.#pending.push({ type: 'trial-reported', number, attempt: entry.record.attempt, ...measurement })
    this.#startFlush().catch(() => {})
    this.#reported({ trial: entry.record, measurement })
  }

  #shouldPrune(number: number): boolean {
    const entry = this.#entries.get(number)
    if (!entry || !this.#pruner || entry.record.measurements.length === 0) return false
    return this.#pruner.shouldPrune(this.#writer.snapshot, entry.record)
  }

  #startFlush(): Promise<void> {
    this.#flushing ??= Promise.resolve()
      .then(() => this.#write())
      .catch((error: unknown) => {
        this.#failure = { error }
      })
      .finally(() => {
        this.#flushing = undefined
      })
    return this.#flushing
  }

  async #write(): Promise<void> {
    const reports = this.#pending
    this.#pending = []
    const stale = await this.#writer.commit((snapshot) => {
      const isCurrent = ({ number, attempt }: { number: number; attempt: number }) => {
        const record = snapshot.trials.get(number)
        return record?.state === 'running' && record.attempt === attempt
      }
      return { events: reports.filter(isCurrent), result: reports.filter((report) => !isCurrent(report)) }
    })
    for (const { number } of stale) {
      this.abort(number, new SweetspotError('ERR_STALE_ATTEMPT', `Trial ${number} was taken over by another process.`))
    }
  }
}

/** Intermediate values may be NaN or infinite: that is worth seeing. */
function intermediateValues(value: unknown, metrics: readonly string[]): MetricValues {
  if (typeof value === 'number' && metrics.length === 1) return Object.freeze({ [metrics[0] as string]: value })
  const entries = isPlainObject(value) ? Object.entries(value) : []
  const wrong = entries.length === 0 || entries.some(([, number]) => typeof number !== 'number')
  if (wrong)
    throw new SweetspotError('ERR_INVALID_VALUE', 'report takes a number, or numbers by the name of their metric.')
  return Object.freeze(
    Object.fromEntries(entries.map(([name, number]) => [checkName(name, 'A metric'), number as number])),
  )
}
