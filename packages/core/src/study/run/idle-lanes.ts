import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { sameToSamplers } from '../asking/outdated.ts'
import type { TrialSource } from '../attempts/trial-source.ts'

/**
 * Lanes of one call of `optimize` that wait until a trial of another lane ends or asks for a parameter, because a
 * define-by-run space may prove larger.
 */
export class IdleLanes {
  readonly #source: TrialSource
  readonly #ended: AbortSignal
  /** Wakes the waiting lanes. */
  readonly #sleeping = new Set<() => void>()
  /** The number of running trials of the call. */
  #underWay = 0
  /** The number of lanes that ask for a trial. */
  #asking = 0

  /** @param ended - Aborted when all lanes must stop. */
  constructor(source: TrialSource, ended: AbortSignal) {
    this.#source = source
    this.#ended = ended
  }

  /** Whether a trial of the call is running or may start, so that a lane that waits for a change wakes up. */
  get mayWait(): boolean {
    return this.#underWay + this.#asking > 0
  }

  /**
   * Asks for a trial, which {@link trialEnds} ends.
   *
   * @param begin - Its argument returns whether the lane may wait for a trial of another lane.
   */
  async ask<T>(begin: (mayWait: () => boolean) => Promise<T>): Promise<T> {
    this.#asking += 1
    try {
      const trial = await begin(() => this.#underWay + this.#asking > 1)
      if (typeof trial === 'object') this.#underWay += 1
      return trial
    } finally {
      this.#asking -= 1
      if (!this.mayWait) this.#wakeAll()
    }
  }

  trialEnds(): void {
    this.#underWay -= 1
    this.#wakeAll()
  }

  #wakeAll(): void {
    for (const wake of this.#sleeping) wake()
    this.#sleeping.clear()
  }

  /**
   * Waits until a suggestion may be different: a trial starts, ends or asks for a parameter, or the study changes.
   *
   * @param before - The study that has to change. Default: its latest snapshot.
   */
  async changed(before: StudySnapshot = this.#source.snapshot): Promise<void> {
    const over = new AbortController()
    const signal = AbortSignal.any([over.signal, this.#ended])
    const wake = () => over.abort()
    this.#sleeping.add(wake)
    while (!signal.aborted && isSameToIdle(before, this.#source.snapshot)) await this.#source.changed(signal)
    this.#sleeping.delete(wake)
  }

  /** Waits until a trial has asked for a parameter or has ended. */
  async firstAsk(): Promise<void> {
    while (isUnknown(this.#source.snapshot) && !this.#ended.aborted) await this.changed()
  }
}

/** Whether nothing that an idle lane waits for has happened. Reports and notes do not count. */
const isSameToIdle = (before: StudySnapshot, after: StudySnapshot) =>
  before.status === after.status && sameToSamplers(before, after)

function isUnknown({ hasDeclaredSpace, space, counts, running }: StudySnapshot): boolean {
  const ended = counts.completed + counts.pruned + counts.failed
  return !hasDeclaredSpace && space.dimensions.length === 0 && (ended === 0 || running.length > 0)
}
