import { replay } from '../../journal/replay.ts'
import { JOURNAL_FORMAT, type StudyEvent } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Sampler } from '../../samplers/sampler.ts'
import { spaceToJson } from '../../space/json.ts'
import type { Json } from '../../space/json-value.ts'
import type { Params } from '../../space/params.ts'
import type { SearchSpace } from '../../space/search-space.ts'
import type { OutcomeConstraints } from '../../trial/constraint.ts'
import type { Directions } from '../../trial/direction.ts'
import type { MetricValues } from '../../trial/measurement.ts'
import type { Suggestion } from '../../trial/suggestion.ts'
import type { Outcome } from '../../trial/trial-record.ts'

export interface HistoryOptions {
  readonly directions?: Directions
  readonly constraints?: OutcomeConstraints
  readonly seed?: number
}

/**
 * A hand-written journal and its snapshot after each event: the view that samplers have of a study.
 */
export class History {
  readonly #events: StudyEvent[] = []
  #snapshot: StudySnapshot

  /** @param space - Null for a define-by-run space. */
  constructor(
    space: SearchSpace | null,
    { directions = { value: 'minimize' }, constraints, seed = 1 }: HistoryOptions = {},
  ) {
    const created: StudyEvent = {
      type: 'study-created',
      format: JOURNAL_FORMAT,
      name: 'history',
      directions,
      ...(constraints && { constraints }),
      space: space && spaceToJson(space),
      seed,
      at: 0,
    }
    this.#events.push(created)
    this.#snapshot = replay([created], undefined, space?.constraints)
  }

  get events(): readonly StudyEvent[] {
    return this.#events
  }

  get snapshot(): StudySnapshot {
    return this.#snapshot
  }

  append(event: StudyEvent): this {
    this.#snapshot = replay([event], this.#snapshot)
    this.#events.push(event)
    return this
  }

  /** Starts the next trial and returns its number. */
  start(params: Params): number {
    const number = this.#snapshot.trials.next
    this.append({ type: 'trial-started', number, attempt: 1, params, owner: null, at: this.#events.length })
    return number
  }

  /** Records the params and parameters that the objective of a running trial asked for. */
  asked(number: number, params: Params, found: { [name: string]: Json }): this {
    return this.append({ type: 'trial-asked', number, attempt: 1, params, found, at: this.#events.length })
  }

  /** Finishes a running trial, optionally with the params that its objective used. */
  finish(number: number, outcome: Outcome, params?: Params): this {
    const at = this.#events.length
    return this.append({ type: 'trial-finished', number, attempt: 1, outcome, ...(params && { params }), at })
  }

  /** Opens the study with another space. */
  changeSpace(space: SearchSpace): this {
    const at = this.#events.length
    return this.append({ type: 'space-changed', space: spaceToJson(space), changes: ['another space'], at })
  }

  report(number: number, step: number, values: MetricValues): this {
    return this.append({ type: 'trial-reported', number, attempt: 1, step, values, at: this.#events.length })
  }

  /** Starts and finishes a trial. */
  run(params: Params, outcome: Outcome): this {
    return this.finish(this.start(params), outcome)
  }

  /** A sampler's suggestions for the next trials. */
  async ask(sampler: Sampler, count = 1, known?: Params): Promise<readonly Suggestion[]> {
    const { key, trials } = this.#snapshot
    const numbers = Array.from({ length: count }, (_, index) => trials.next + index)
    return sampler.suggest(this.#snapshot, { numbers, key, ...(known && { known }) })
  }
}

/** The outcome of a trial of a study of one metric. */
export const completed = (value: number): Outcome => ({ state: 'completed', values: { value } })

/**
 * Asks and tells until `trials` trials have ended or the sampler has no more suggestions. `workers` trials run at a
 * time; in each turn the running trial that `turn` picks ends.
 */
export async function search(
  history: History,
  sampler: Sampler,
  objective: (params: Params, number: number) => Outcome,
  { trials, workers = 1, turn = () => 0 }: { trials: number; workers?: number; turn?: (turn: number) => number },
): Promise<History> {
  const running: { number: number; params: Params }[] = []
  const last = history.snapshot.trials.next + trials
  let exhausted = false
  for (let count = 0; ; count += 1) {
    while (!exhausted && running.length < workers && history.snapshot.trials.next < last) {
      const [suggestion] = await history.ask(sampler)
      if (!suggestion) exhausted = true
      else running.push({ number: history.start(suggestion.params), params: suggestion.params })
    }
    const [ended] = running.splice(turn(count) % Math.max(1, running.length), 1)
    if (!ended) return history
    history.finish(ended.number, objective(ended.params, ended.number))
  }
}
