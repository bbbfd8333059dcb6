import { SweetspotError } from '../errors.ts'
import type { Key } from '../math/random.ts'
import type { Params } from '../space/params.ts'
import type { PausedTrial, RunningTrial, WaitingTrial } from '../trial/trial-record.ts'
import type { Order } from './order.ts'
import type { EarlyEnd, StudySnapshot, TrialList } from './study-snapshot.ts'
import { bestOf, type StudyState } from './study-state.ts'
import { valuesAtStep } from './values-at-step.ts'

/** The implementation of {@link StudySnapshot}: a view of a state that no longer changes. */
export class Snapshot implements StudySnapshot {
  readonly #state: StudyState
  #trials: TrialList | undefined
  #running: readonly RunningTrial[] | undefined
  readonly key: Key

  constructor(state: StudyState) {
    this.#state = state
    this.key = state.key
  }

  static stateOf(snapshot: StudySnapshot): StudyState {
    if (!(snapshot instanceof Snapshot))
      throw new SweetspotError('ERR_INVALID_ARGUMENT', 'Expected a snapshot of a study.')
    return snapshot.#state
  }

  get position() {
    return this.#state.position
  }
  get name() {
    return this.#state.created.name
  }
  get seed() {
    return this.#state.created.seed
  }
  get createdAt() {
    return this.#state.created.at
  }
  get status() {
    return this.#state.status
  }
  get changedAt() {
    return this.#state.changedAt
  }
  get directions() {
    return this.#state.directions
  }
  get metrics() {
    return Object.keys(this.#state.directions)
  }
  get constraints() {
    return this.#state.constraints
  }
  get constraintNamesEver() {
    return this.#state.constraintNamesEver
  }
  get space() {
    return this.#state.space
  }
  get hasDeclaredSpace() {
    return this.#state.hasDeclaredSpace
  }
  get discovery() {
    return this.#state.discovery
  }
  get attributes() {
    return this.#state.attributes
  }
  get counts() {
    return this.#state.counts
  }
  get finishedTrials() {
    return this.#state.finishedTrials
  }
  get best() {
    return bestOf(this.#state)
  }

  get finishedOrder(): Order {
    return this.#state.finishOrder
  }
  get completedOrder(): Order {
    return this.#state.completed
  }
  get endedEarly(): Order<EarlyEnd> {
    return this.#state.endedEarly
  }
  get triedOrder(): Order<Params> {
    return this.#state.triedParams.order
  }

  get trials(): TrialList {
    this.#trials ??= this.#list()
    return this.#trials
  }

  #list(): TrialList {
    const { trials } = this.#state
    return {
      next: trials.length,
      get: (number) => trials.get(number),
      *[Symbol.iterator]() {
        for (const trial of trials) if (trial) yield trial
      },
    }
  }

  get running(): readonly RunningTrial[] {
    this.#running ??= Object.freeze(this.#state.running.in(this.#state.trials))
    return this.#running
  }

  get paused(): readonly PausedTrial[] {
    const { counts, trials } = this.#state
    return counts.paused === 0 ? [] : [...trials].filter((trial) => trial?.state === 'paused')
  }

  get firstWaiting(): WaitingTrial | undefined {
    const { queue, queueHead, trials } = this.#state
    for (let index = queueHead; index < queue.length; index += 1) {
      const trial = trials.get(queue.at(index) as number)
      if (trial?.state === 'waiting') return trial
    }
    return undefined
  }

  tried(params: Params): boolean {
    return this.#state.triedParams.has(params) || !this.isPossible(params)
  }

  isPossible(params: Params): boolean {
    return !this.#state.dependentRanges.exclude(params, this.#state.discovery)
  }

  valuesAtStep(metric: string, step: number): readonly number[] {
    return valuesReported(this, metric, step)
  }
}

const valuesReported = valuesAtStep()

/** The descriptions of the constraints of the declared space, as written in the journal. */
export const declaredConstraints = (snapshot: StudySnapshot): readonly string[] =>
  Snapshot.stateOf(snapshot).declared?.constraints ?? []
