import { SweetspotError } from '../errors.ts'
import { lastStep, withMeasurement } from '../journal/measured-trial.ts'
import type { EventOf } from '../journal/study-event.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import type { Pruner } from '../pruners/pruner.ts'
import { type Discovery, widen } from '../space/discover.ts'
import { checkName, type Json, toJson } from '../space/json-value.ts'
import type { Parameter } from '../space/parameter.ts'
import { parameterJson, parameterKey } from '../space/parameter-json.ts'
import type { Params } from '../space/params.ts'
import type { Measurement } from '../trial/measurement.ts'
import type { Outcome, RunningTrial } from '../trial/trial-record.ts'
import type { Clock } from './clock.ts'
import type { JournalWriter } from './journal-writer.ts'
import { measurementOf } from './report.ts'
import type { StartedTrial } from './run/trial-source.ts'
import type { AskedParameter, AttemptId, TrialHost } from './trial-host.ts'
import type { TrialSpec } from './trial-spec.ts'
import type { TrialTrace } from './trial-trace.ts'

interface Entry {
  /** The record with the measurements made so far, whether or not they are written yet. */
  record: RunningTrial
  /** What the objective asked for by running, by name. */
  readonly used: Map<string, Json>
  /** Those of them that the study did not know, or not in this range, as JSON. */
  readonly found: Map<string, Json>
  readonly attributes: Map<string, Json>
  readonly controller: AbortController
}

type Report = EventOf<'trial-reported'>

/** Minimum time between two reads beside reports, in milliseconds. */
const READ_INTERVAL = 1_000

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
  #readAt = Number.NEGATIVE_INFINITY

  constructor(options: LiveTrialsOptions) {
    this.#options = options
  }

  open(record: RunningTrial): StartedTrial {
    const { writer, exhaustive } = this.#options
    const { name, declared, discovery, key, metrics } = writer.snapshot
    const controller = new AbortController()
    const entry: Entry = { record, used: new Map(), found: new Map(), attributes: new Map(), controller }
    this.#entries.set(record.number, entry)
    const { number, attempt, params, attributes, suggestion } = record
    const known = declared ? {} : knownParameters(discovery)
    const spec: TrialSpec = {
      study: name,
      number,
      attempt,
      params,
      declared,
      known,
      key,
      exhaustive,
      metrics,
      attributes,
      ...(suggestion && { suggestion }),
    }
    const host: TrialHost = {
      signal: controller.signal,
      report: (value, step) => this.#report(entry, value, step),
      shouldPrune: () => this.#shouldPrune(entry),
      annotate: (attribute, value) => {
        entry.attributes.set(checkName(attribute, 'An attribute'), toJson(value, `The attribute ${attribute}`))
      },
      asked: (asked) => this.#asked(entry, asked),
    }
    return { spec: Object.freeze(spec), host: Object.freeze(host) }
  }

  /** Aborts the signal of a trial that still runs. */
  abort(trial: AttemptId, reason: unknown): void {
    this.#find(trial)?.controller.abort(reason)
  }

  abortAll(reason: unknown): void {
    for (const { controller } of this.#entries.values()) controller.abort(reason)
  }

  /** Forgets a trial; what its objective does from now on is ignored or refused. */
  close(trial: AttemptId): void {
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
    const entry = this.#find(record)
    if (!entry) return {}
    const used: Params = Object.fromEntries(entry.used)
    return {
      // An objective that failed may not have come to ask for all that it would have used.
      ...(entry.used.size > 0 && { params: outcome.state === 'failed' ? { ...record.params, ...used } : used }),
      ...(entry.found.size > 0 && { found: Object.fromEntries(entry.found) }),
      ...(entry.attributes.size > 0 && { attributes: Object.fromEntries(entry.attributes) }),
    }
  }

  /** What the objective has attached to its trial so far. */
  attributesOf(trial: AttemptId): TrialTrace['attributes'] {
    const attributes = this.#find(trial)?.attributes
    return attributes && attributes.size > 0 ? Object.fromEntries(attributes) : undefined
  }

  /**
   * Writes all reports made so far.
   *
   * @throws ERR_STORAGE and the like; the reports are kept and written with the next flush
   */
  async flush(): Promise<void> {
    while (this.#writing || this.#pending.length > 0) await this.#write()
  }

  #find({ number, attempt }: AttemptId): Entry | undefined {
    const entry = this.#entries.get(number)
    return entry?.record.attempt === attempt ? entry : undefined
  }

  #isOpen(entry: Entry): boolean {
    return this.#entries.get(entry.record.number) === entry
  }

  #shouldPrune(entry: Entry): boolean {
    const { writer, pruner } = this.#options
    if (!pruner || !this.#isOpen(entry) || lastStep(entry.record) === undefined) return false
    return pruner.shouldPrune(writer.snapshot, entry.record)
  }

  #asked({ used, found }: Entry, { name, parameter, value }: AskedParameter): void {
    used.set(checkName(name, 'A parameter'), value)
    const known = this.#options.writer.snapshot.discovery.parameters.get(name)
    if (!known || parameterKey(widen(name, known, parameter)) !== parameterKey(known)) {
      found.set(name, parameterJson(parameter))
    }
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

  /** Reads what others have written between reports, so that an attempt that was taken over hears of it. */
  async #readNowAndThen(): Promise<void> {
    const { writer, clock } = this.#options
    if (!writer.isBehind || clock.now() - this.#readAt < READ_INTERVAL) return
    this.#readAt = clock.now()
    await writer.caughtUp()
  }

  async #writePending(): Promise<void> {
    const { writer } = this.#options
    const isCurrent = ({ number, attempt }: Report) => {
      const record = writer.snapshot.trials.get(number)
      return record?.state === 'running' && record.attempt === attempt
    }
    while (this.#pending.length > 0) {
      const reports = this.#pending
      this.#pending = []
      try {
        await writer.post(reports.filter(isCurrent))
        await this.#readNowAndThen()
      } catch (error) {
        this.#pending = [...reports, ...this.#pending]
        throw error
      }
    }
  }
}

const known = new WeakMap<Discovery, { readonly [name: string]: Parameter }>()

/** The parameters of a discovery by name: the same object for all trials that begin with it. */
function knownParameters(discovery: Discovery): { readonly [name: string]: Parameter } {
  const parameters = known.get(discovery) ?? Object.freeze(Object.fromEntries(discovery.parameters))
  known.set(discovery, parameters)
  return parameters
}
