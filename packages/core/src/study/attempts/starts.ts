import { isErrorOf, SweetspotError } from '../../errors.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Proposal } from '../../trial/suggestion.ts'
import type { PausedTrial, WaitingTrial } from '../../trial/trial-record.ts'
import { isOutdated, sameToSamplers } from '../asking/outdated.ts'
import { type SuggestionPurpose, suggestTrial } from '../asking/suggest-trial.ts'
import { hasTrials, type TotalTrials } from '../asking/total-trials.ts'
import { type Unfit, unlessUnfit } from '../asking/unfit-trial.ts'
import { yielding } from '../clock/yielding.ts'
import type { Decision } from '../decisions/decision.ts'
import { type Refused, refuse } from '../decisions/refuse.ts'
import { resumedTrial, runningElsewhere, start } from '../decisions/start.ts'
import type { AttemptId } from '../live/trial-host.ts'
import type { JournalWriter } from '../writing/journal-writer.ts'
import type { StudyParts } from '../writing/study-parts.ts'
import type { BeginOptions, NoTrial } from './trial-source.ts'

/** Options of {@link Starts.start}. */
export interface StartOptions extends Omit<BeginOptions, 'objective'> {
  readonly total: TotalTrials
  /** Whether the trial has no owner. */
  readonly detached: boolean
}

/** The trial that is resumed; undefined for a new one. */
interface Next {
  readonly resumed: WaitingTrial | PausedTrial | undefined
}

/** The params of the next trial, or why there are none. */
interface Plan extends Next {
  /** The snapshot that it was made for. */
  readonly on: StudySnapshot
  readonly outcome: Proposal | Unfit | { readonly exhausted: SweetspotError }
}

/**
 * Starts the trials of this process one after the other, so that each suggestion knows the trials that started before.
 *
 * Suggestions take their time, and no write of this process waits for them: only the start itself is a write. If the
 * study has changed in the meantime such that the suggestion is outdated, it is made again.
 */
export class Starts {
  readonly #parts: StudyParts
  readonly #writer: JournalWriter
  readonly #left: AbortSignal
  #latest: Promise<unknown> = Promise.resolve()
  /** Ends the wait for the latest suggestion if its trial is unwanted. */
  #interrupt = () => {}
  /** The end of the suggestion that is being computed, possibly for a trial that is unwanted by now. */
  #suggesting: Promise<unknown> | undefined
  /** Signals with a listener. */
  readonly #heard = new WeakSet<AbortSignal>()

  /** @param left - Aborted when this process leaves the study, with the error for later starts. */
  constructor(parts: StudyParts, writer: JournalWriter, left: AbortSignal) {
    this.#parts = parts
    this.#writer = writer
    this.#left = left
    left.addEventListener('abort', () => this.#interrupt())
  }

  /** Starts the next trial; see `TrialSource.begin`. */
  start(options: StartOptions): Promise<AttemptId | Refused | NoTrial> {
    const started = this.#latest.then(() => this.#start(options))
    this.#latest = started.catch(() => {})
    return started
  }

  async #start(options: StartOptions): Promise<AttemptId | Refused | NoTrial> {
    for (;;) {
      const plan = await this.#plan(options)
      const started = await this.#writer.commit((snapshot) => this.#decide(snapshot, plan, options))
      if (started !== 'outdated') return started
    }
  }

  /** Plans the next trial; undefined if none may start. */
  async #plan(options: StartOptions): Promise<Plan | undefined> {
    if (this.#suggesting) await this.#unlessUnwanted(options, this.#suggesting)
    if (this.#isUnwanted(options)) return undefined
    const on = this.#writer.snapshot
    const next = this.#next(on, options.total)
    if (typeof next === 'string') return undefined
    const suggestion = this.#propose(on, { ...options, ...next })
    this.#suggesting = suggestion.catch(nothing)
    const outcome = await this.#unlessUnwanted(options, suggestion)
    return outcome && { ...next, on, outcome }
  }

  /** Settles like a promise, or resolves to undefined once the trial is unwanted. The promise is then ignored. */
  async #unlessUnwanted<T>(options: StartOptions, promise: Promise<T>): Promise<T | undefined> {
    const { signal } = options
    // A listener for each suggestion would cost more than some suggestions.
    if (signal && !this.#heard.has(signal)) signal.addEventListener('abort', () => this.#interrupt())
    if (signal) this.#heard.add(signal)
    if (this.#isUnwanted(options)) return undefined
    try {
      return await new Promise<T | undefined>((resolve, reject) => {
        this.#interrupt = () => {
          if (this.#isUnwanted(options)) resolve(undefined)
        }
        promise.then(resolve, reject)
      })
    } finally {
      this.#interrupt = nothing
    }
  }

  #isUnwanted({ signal }: StartOptions): boolean {
    return this.#left.aborted || (signal?.aborted ?? false)
  }

  async #propose(on: StudySnapshot, { resumed, probe, isPatient }: Next & BeginOptions): Promise<Plan['outcome']> {
    const { sampler, clock } = this.#parts
    const purpose: SuggestionPurpose = { resumed, ...(probe && { probe }), ...(isPatient && { isPatient }) }
    const suggest = () => suggestTrial(on, sampler, purpose, yielding(clock))
    try {
      return await (resumed ? unlessUnfit(on, resumed, suggest) : suggest())
    } catch (error) {
      if (isErrorOf(error, SweetspotError) && error.code === 'ERR_SPACE_EXHAUSTED') return { exhausted: error }
      throw error
    } finally {
      this.#suggesting = undefined
    }
  }

  /** Starts the planned trial, unless the plan is outdated or none may start. */
  #decide(
    snapshot: StudySnapshot,
    plan: Plan | undefined,
    { total, detached, signal, mayStart = () => true }: StartOptions,
  ): Decision<AttemptId | Refused | NoTrial | 'outdated'> {
    // A trial of a closed study would count as lost.
    this.#left.throwIfAborted()
    if (signal?.aborted || !mayStart()) return { events: [], result: 'over' }
    const next = plan?.on === snapshot ? plan : this.#next(snapshot, total)
    if (typeof next === 'string') return { events: [], result: next }
    if (!plan || !isSameTrial(plan.resumed, next.resumed)) return OUTDATED
    const { on, outcome } = plan
    const { resumed } = next
    if ('exhausted' in outcome) {
      if (!sameToSamplers(on, snapshot)) return OUTDATED
      throw outcome.exhausted
    }
    if (isOutdated(on, snapshot, 'params' in outcome && !resumed ? outcome.params : undefined)) return OUTDATED
    const { owner, clock } = this.#parts
    if ('unfit' in outcome) return refuse(outcome.unfit, outcome.why, clock.now())
    return start(snapshot, resumed, outcome, detached ? null : owner, clock.now())
  }

  /** The trial to resume, if any; or why none may start. */
  #next(snapshot: StudySnapshot, total: TotalTrials): Next | NoTrial {
    const { scheduler, owner } = this.#parts
    if (snapshot.status !== 'active') return snapshot.status
    const resumed = resumedTrial(snapshot, scheduler)
    if (resumed?.state === 'paused' || !hasTrials(snapshot, total)) return { resumed }
    return hasTrials(snapshot, total, runningElsewhere(snapshot, owner).length) ? 'enough' : 'elsewhere'
  }
}

const OUTDATED = Object.freeze({ events: [], result: 'outdated' } as const)

const isSameTrial = (one: Next['resumed'], other: Next['resumed']) =>
  one?.number === other?.number && one?.attempt === other?.attempt && one?.state === other?.state

/** Outside the class: a function made in a method would keep the options of its last trial in memory. */
const nothing = () => {}
