import { studyError } from '../../errors.ts'
import { lastStep, withMeasurement } from '../../journal/measured-trial.ts'
import type { StudyEvent } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Pruner } from '../../pruners/pruner.ts'
import { isNewTo } from '../../space/discovery/discover.ts'
import { isSameRange } from '../../space/discovery/widen.ts'
import { checkName, type Json, sameJson, toJson } from '../../space/json-value.ts'
import { unreachedHigh } from '../../space/notices.ts'
import { domainOf } from '../../space/parameters/domain.ts'
import type { Parameter } from '../../space/parameters/parameter.ts'
import { parameterJson } from '../../space/parameters/parameter-json.ts'
import type { Params } from '../../space/params.ts'
import type { Measurement } from '../../trial/measurement.ts'
import type { PruningDecision } from '../../trial/pruning-decision.ts'
import type { RunningTrial } from '../../trial/trial-record.ts'
import { unusedText } from '../asking/given-params.ts'
import type { Clock } from '../clock/clock.ts'
import { type AskedParameter, checkedAsked } from '../live/asked-parameter.ts'
import type { AttemptId, TrialHost } from '../live/trial-host.ts'
import type { TrialSpec } from '../live/trial-spec.ts'
import { type TrialTrace, traceOf } from '../live/trial-trace.ts'
import { measurementOf } from '../results/report.ts'
import type { JournalWriter } from '../writing/journal-writer.ts'
import { editOf } from './changed-ranges.ts'
import { Outbox } from './outbox.ts'
import { prunerDecision } from './pruner-decision.ts'
import { TrialSignal } from './trial-signal.ts'
import type { StartedTrial } from './trial-source.ts'
import { type OtherTrial, UnsuggestedValues } from './unsuggested-value.ts'
import { whyNotRunning } from './why-not-running.ts'

interface Entry {
  /** The record with all measurements so far, written or not. */
  record: RunningTrial
  /** The parameters that the objective asked for, by name. */
  readonly used: Map<string, Json>
  readonly values: UnsuggestedValues
  /** Whether a value is from a continuous range, so that no other trial has the same params. */
  isUnique: boolean
  /** The latest range of each name that the objective asked for, in any trial. */
  readonly asks: Map<string, Parameter>
  /** Descriptions of the ranges that differ from those of earlier trials. */
  readonly edits: string[]
  /** The latest decision of the pruner. */
  ruling: PruningDecision | undefined
  /** Whether its end is being written. */
  isEnding: boolean
  readonly signal: TrialSignal
}

/** Dependencies of {@link LiveTrials}. */
export interface LiveTrialsOptions {
  readonly writer: JournalWriter
  readonly pruner: Pruner | undefined
  readonly clock: Clock
  /** Whether the sampler enumerates a fixed list. */
  readonly exhaustive: boolean
  readonly reported: (trial: RunningTrial, measurement: Measurement) => void
  readonly notice: (text: string) => void
}

/**
 * The running trials of this process. Their reports are recorded immediately and written soon after; see {@link
 * Outbox}.
 */
export class LiveTrials {
  readonly #options: LiveTrialsOptions
  readonly #entries = new Map<number, Entry>()
  readonly #outbox: Outbox
  /** Keys of notices that were sent: edits, and steps that do not reach the high end. */
  readonly #told = new Set<string>()
  readonly #asks = new WeakMap<object, Map<string, Parameter>>()

  constructor(options: LiveTrialsOptions) {
    this.#options = options
    this.#outbox = new Outbox(options.writer, options.clock)
  }

  /** @param objective - Identity of the objective of the trial, if known. */
  open(record: RunningTrial, objective?: object): StartedTrial {
    const { writer, exhaustive } = this.#options
    const { name, createdAt, hasDeclaredSpace, key, metrics } = writer.snapshot
    const signal = new TrialSignal()
    const { number, attempt, startedAt, params, given, attributes, suggestion } = record
    const used = new Map<string, Json>()
    const values = new UnsuggestedValues({ number, key, exhaustive })
    const asks = objective ? this.#asksOf(objective) : new Map<string, Parameter>()
    const fresh = { isUnique: false, edits: [], ruling: undefined, isEnding: false }
    const entry: Entry = { ...fresh, record, used, values, asks, signal }
    this.#entries.set(number, entry)
    const spec: TrialSpec = {
      study: name,
      studyCreatedAt: createdAt,
      number,
      attempt,
      startedAt,
      params,
      ...(given && { given: Object.keys(given) }),
      hasDeclaredSpace,
      key,
      exhaustive,
      metrics,
      attributes,
      ...(suggestion && { suggestion }),
    }
    const host: TrialHost = {
      get signal() {
        return signal.signal
      },
      report: (value, step) => this.#report(entry, value, step),
      decide: () => this.#decide(entry),
      annotate: (attribute, value) => this.#annotate(entry, attribute, value),
      choose: (asked, parameter) => this.#choose(entry, asked, parameter),
      asked: (asked) => this.#asked(entry, asked),
    }
    return { spec: Object.freeze(spec), host: Object.freeze(host) }
  }

  /** Aborts the signal of a running trial. */
  abort(trial: AttemptId, reason: unknown): void {
    this.#find(trial)?.signal.abort(() => reason)
  }

  abortAll(reason: unknown): void {
    for (const { signal } of this.#entries.values()) signal.abort(() => reason)
  }

  /** Forgets all trials. */
  forgetAll(): void {
    this.#entries.clear()
  }

  /** Runs work that ends an attempt. Reports of the attempt during this time are too late and are refused. */
  async ending<T>({ number, attempt }: { number: number; attempt?: number }, end: () => Promise<T>): Promise<T> {
    const entry = attempt === undefined ? this.#entries.get(number) : this.#find({ number, attempt })
    if (!entry) return end()
    entry.isEnding = true
    try {
      return await end()
    } finally {
      entry.isEnding = false
    }
  }

  /** Forgets a trial. Later calls of its objective are ignored or refused. */
  close(trial: AttemptId): void {
    if (this.#find(trial)) this.#entries.delete(trial.number)
  }

  /** Aborts and forgets trials that no longer run here because they were told, deleted or taken over. */
  sweep({ trials }: StudySnapshot): void {
    for (const { record, signal } of this.#entries.values()) {
      const { number, attempt } = record
      const now = trials.get(number)
      if (now?.state === 'running' && now.attempt === attempt) continue
      this.#entries.delete(number)
      signal.abort(() => whyNotRunning(record, now))
    }
  }

  /** The parameters that the objective asked for; see {@link traceOf}. */
  traceOf(record: RunningTrial, isWhole: boolean): TrialTrace {
    const entry = this.#find(record)
    return entry ? traceOf(record, entry.used, isWhole) : {}
  }

  /** Descriptions of changes of the objective of a running attempt. Each change is returned once. */
  editsOf(trial: AttemptId): readonly string[] {
    const edits = (this.#find(trial)?.edits ?? []).filter((edit) => !this.#told.has(edit))
    for (const edit of edits) this.#told.add(edit)
    return edits
  }

  /** The notice that the objective of a running attempt did not ask for given params; undefined if it did. */
  unusedText(trial: AttemptId): string | undefined {
    const { record, used } = this.#find(trial) ?? {}
    const isByRun = !this.#options.writer.snapshot.hasDeclaredSpace
    return isByRun && record?.given && used ? unusedText(record.number, record.given as Params, used) : undefined
  }

  /** The latest decision of the pruner about a running attempt. */
  rulingOn(trial: AttemptId): PruningDecision | undefined {
    return this.#find(trial)?.ruling
  }

  /** Writes the pending events of trials; see {@link Outbox.flush}. */
  flush(): Promise<void> {
    return this.#outbox.flush()
  }

  /** Writes the pending events of trials and the end of one; see {@link Outbox.flushWith}. */
  flushWith(end: readonly StudyEvent[]): Promise<void> {
    return this.#outbox.flushWith(end)
  }

  #find({ number, attempt }: AttemptId): Entry | undefined {
    const entry = this.#entries.get(number)
    return entry?.record.attempt === attempt ? entry : undefined
  }

  #isOpen(entry: Entry): boolean {
    return this.#entries.get(entry.record.number) === entry
  }

  /** @param instead - Advice for calls after the end, as a sentence. */
  #checkIsOpen(entry: Entry, instead = ''): void {
    if (this.#isOpen(entry) && !entry.isEnding) return
    const { number, attempt } = entry.record
    throw studyError('ERR_TRIAL_NOT_RUNNING', `Attempt ${attempt} of trial ${number} has ended.${instead}`)
  }

  #decide(entry: Entry): PruningDecision {
    const { writer, pruner } = this.#options
    if (!pruner || !this.#isOpen(entry) || lastStep(entry.record) === undefined) return CONTINUE
    entry.ruling = prunerDecision(pruner, writer.snapshot, entry.record)
    return entry.ruling
  }

  #annotate(entry: Entry, name: string, value: unknown): void {
    const { number, attempt } = entry.record
    this.#checkIsOpen(entry, ` To attach values to the trial, call study.annotate({ … }, ${number}).`)
    const attributes = { [checkName(name, 'An attribute')]: toJson(value, `The attribute ${name}`) }
    this.#outbox.add({ type: 'trial-annotated', number, attempt, attributes, at: this.#options.clock.now() })
  }

  #choose(entry: Entry, name: string, parameter: Parameter): Json {
    return entry.values.next(name, parameter, () => (entry.isUnique ? [] : this.#others(entry)))
  }

  /** All other trials. Those that run here have the params that they asked for so far. */
  *#others({ record }: Entry): Generator<OtherTrial, void, undefined> {
    for (const { number, params, state } of this.#options.writer.snapshot.trials) {
      if (number === record.number || state === 'waiting') continue
      const here = this.#entries.get(number)
      const known = here ? { ...params, ...Object.fromEntries(here.used) } : params
      yield { number, params: known, isRunning: state === 'running' }
    }
  }

  #asksOf(objective: object): Map<string, Parameter> {
    const asks = this.#asks.get(objective) ?? new Map<string, Parameter>()
    this.#asks.set(objective, asks)
    return asks
  }

  #asked(entry: Entry, asked: AskedParameter): void {
    const { hasDeclaredSpace, discovery } = this.#options.writer.snapshot
    if (hasDeclaredSpace) return
    this.#checkIsOpen(entry)
    const { record, used, asks } = entry
    const { number, attempt, params } = record
    const { name, parameter, value } = checkedAsked(asked)
    used.set(name, value)
    entry.values.took(name, value)
    entry.isUnique ||= domainOf(parameter).levels === Number.POSITIVE_INFINITY
    const before = asks.get(name)
    asks.set(name, parameter)
    const isNew = isNewTo(discovery, name, parameter)
    const isDependent = before !== undefined && !isSameRange(before, parameter)
    const edit = isNew && before === undefined ? editOf(discovery, number, name, parameter) : undefined
    if (edit !== undefined) entry.edits.push(edit)
    // At most one notice per name, even if its range depends on other values.
    if (isNew && !isDependent && !discovery.ranges.get(name)?.varies) this.#noticeUnreached(name, parameter)
    if (!isNew && Object.hasOwn(params, name) && sameJson(params[name] as Json, value)) return
    this.#outbox.add({
      type: 'trial-asked',
      number,
      attempt,
      params: { [name]: value },
      ...(isNew && { found: { [name]: parameterJson(parameter) } }),
      ...(isDependent && { dependent: [name] }),
      at: this.#options.clock.now(),
    })
  }

  /** Sends a notice, once per define-by-run parameter, if its steps do not reach its high end. */
  #noticeUnreached(name: string, parameter: Parameter): void {
    const text = unreachedHigh(name, parameter)
    if (text === undefined || this.#told.has(text)) return
    this.#told.add(text)
    this.#options.notice(text)
  }

  #report(entry: Entry, value: unknown, step: number | undefined): void {
    const { number, attempt } = entry.record
    this.#checkIsOpen(entry)
    const { writer, clock, reported } = this.#options
    const measurement = measurementOf(value, step, lastStep(entry.record), writer.snapshot.metrics, clock.now())
    entry.record = withMeasurement(entry.record, measurement)
    this.#outbox.add({ type: 'trial-reported', number, attempt, ...measurement })
    reported(entry.record, measurement)
  }
}

const CONTINUE: PruningDecision = Object.freeze({ action: 'continue' })
