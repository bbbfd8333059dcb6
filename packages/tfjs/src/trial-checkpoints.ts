import { isBetter, type StudySnapshot } from '@sweetspot/core'
import type { Checkpoint } from './checkpoint/checkpoint.ts'
import type { CheckpointStore } from './checkpoint/checkpoint-store.ts'

/** A trial's model at its best epoch, or after its last one. */
export type Moment = 'best' | 'last'

/** The checkpoints of trials: kept for the best ones, and where another trial may continue the training. */
export class TrialCheckpoints {
  readonly #store: CheckpointStore
  readonly #keepBest: number

  constructor(store: CheckpointStore, keepBest: number) {
    this.#store = store
    this.#keepBest = keepBest
  }

  save(trial: number, moment: Moment, checkpoint: Checkpoint): Promise<void> {
    return this.#store.save(keyOf(trial, moment), checkpoint)
  }

  /** @throws ERR_CHECKPOINT_NOT_FOUND */
  load(trial: number, moment: Moment): Promise<Checkpoint> {
    return this.#store.load(keyOf(trial, moment))
  }

  async has(trial: number, moment: Moment): Promise<boolean> {
    return (await this.#store.list()).includes(keyOf(trial, moment))
  }

  /** Deletes the checkpoints of finished trials that are neither among the best nor to be continued. */
  async prune(snapshot: StudySnapshot, continuable: ReadonlySet<number>): Promise<void> {
    const best = new Set(rankedTrials(snapshot).slice(0, this.#keepBest))
    const running = new Set(snapshot.running.map(({ number }) => number))
    for (const key of await this.#store.list()) {
      const [, digits, moment] = /^trial-(\d+)\/(best|last)$/.exec(key) ?? []
      const number = Number(digits)
      const kept = running.has(number) || (moment === 'best' ? best.has(number) : continuable.has(number))
      if (digits !== undefined && !kept) await this.#store.delete(key)
    }
  }
}

/** The numbers of the completed trials, the best first; of equal ones the earlier first. */
export function rankedTrials({ trials, metrics, directions }: StudySnapshot): number[] {
  const [metric] = metrics as [string]
  const direction = directions[metric] as 'minimize'
  const completed = [...trials].filter((trial) => trial.state === 'completed')
  const values = new Map(completed.map(({ number, values: byMetric }) => [number, byMetric[metric] as number]))
  const valueOf = (number: number) => values.get(number) as number
  return [...values.keys()].sort((a, b) => {
    if (isBetter(direction, valueOf(a), valueOf(b))) return -1
    return isBetter(direction, valueOf(b), valueOf(a)) ? 1 : a - b
  })
}

const keyOf = (trial: number, moment: Moment) => `trial-${trial}/${moment}`
