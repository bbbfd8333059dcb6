import {
  type CompletedTrial,
  checkArgument,
  compareValues,
  eligibleTrials,
  isBetter,
  isFinished,
  type StudySnapshot,
} from '@sweetspot/core'
import { builtSpace, fitsBuildModel } from './built-space.ts'
import type { Checkpoint } from './checkpoint/checkpoint.ts'
import type { CheckpointStore } from './checkpoint/checkpoint-store.ts'

/** The moment of a checkpoint: the best epoch of a trial, or the last epoch of its n-th training. */
export type Moment = 'best' | `last-${number}`

/** The checkpoints of the best trials, and of trials whose training another trial may continue. */
export class TrialCheckpoints {
  readonly #store: CheckpointStore
  readonly #keepBest: number

  constructor(store: CheckpointStore, keepBest: number) {
    this.#store = store
    this.#keepBest = keepBest
  }

  save(trial: number, moment: Moment, checkpoint: Checkpoint): Promise<void> {
    return this.#store.save(`trial-${trial}/${moment}`, checkpoint)
  }

  /** @throws ERR_CHECKPOINT_NOT_FOUND, ERR_CORRUPT_CHECKPOINT */
  load(trial: number, moment: Moment): Promise<Checkpoint> {
    return this.#store.load(`trial-${trial}/${moment}`)
  }

  /**
   * Deletes the checkpoints of deleted trials, and of finished ones that are neither among the best nor continuable. Keeps
   * those of trials that an edit of `buildModel` has left out of the best, since another edit may bring them back. Trials that the snapshot does not contain yet belong to another process.
   */
  async prune(snapshot: StudySnapshot, continuable: ReadonlySet<number>): Promise<void> {
    const best = new Set(rankedTrials(snapshot).slice(0, this.#keepBest))
    const fits = fitsBuildModel(snapshot, builtSpace(snapshot))
    for (const key of await this.#store.list()) {
      const [, digits, moment] = /^trial-(\d+)\/(best|last)/.exec(key) ?? []
      const number = Number(digits)
      const trial = snapshot.trials.get(number)
      const ended = trial ? isFinished(trial) : number < snapshot.trials.next
      const isLeftOut = trial?.state === 'completed' && !fits(trial)
      const kept = moment === 'best' ? best.has(number) || isLeftOut : continuable.has(number)
      if (ended && !kept) await this.#store.delete(key)
    }
  }
}

/** Returns the numbers of the completed trials that fit `buildModel`, the best first; ties by number. */
export function rankedTrials(snapshot: StudySnapshot): number[] {
  const direction = directionOf(snapshot)
  const values = completedValues(snapshot)
  return [...values.keys()].sort((a, b) => {
    const [one, other] = [values.get(a) as number, values.get(b) as number]
    return compareValues(direction, one, other) || a - b
  })
}

/**
 * Returns the best completed trials that fit `buildModel`, the best first.
 *
 * @throws ERR_INVALID_ARGUMENT unless `count` is a number of at least 0
 */
export function bestTrials(snapshot: StudySnapshot, count: number): CompletedTrial[] {
  checkArgument('the number of trials', count, typeof count === 'number' && count >= 0, 'a number from 0 on')
  const best = rankedTrials(snapshot).slice(0, count)
  return best.map((number) => snapshot.trials.get(number) as CompletedTrial)
}

/** Whether a trial of this value would be among the `count` best. */
export function ranksAmongBest(snapshot: StudySnapshot, value: number, count: number): boolean {
  const direction = directionOf(snapshot)
  const ahead = [...completedValues(snapshot).values()].filter((other) => !isBetter(direction, value, other))
  return ahead.length < count
}

function completedValues(snapshot: StudySnapshot): Map<number, number> {
  const metric = snapshot.metrics[0] as string
  const trials = eligibleTrials(snapshot).filter(fitsBuildModel(snapshot, builtSpace(snapshot)))
  return new Map(trials.map(({ number, values }) => [number, values[metric] as number]))
}

const directionOf = ({ metrics, directions }: StudySnapshot) => directions[metrics[0] as string] as 'minimize'
