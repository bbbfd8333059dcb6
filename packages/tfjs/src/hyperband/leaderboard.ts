import { compareValues, isFinished, type Params, type StudySnapshot } from '@sweetspot/core'
import { type HyperbandSlot, slotOf } from './slot.ts'

/** A trial in a round. */
export interface Entry {
  readonly number: number
  readonly slot: HyperbandSlot
  readonly params: Params
}

type RoundId = Pick<HyperbandSlot, 'iteration' | 'bracket' | 'round'>

/** The trials of each round: those of a snapshot, and those being suggested. */
export class Leaderboard {
  readonly #snapshot: StudySnapshot
  readonly #rounds = new Map<string, Entry[]>()

  constructor(snapshot: StudySnapshot) {
    this.#snapshot = snapshot
    for (const trial of snapshot.trials) {
      const slot = slotOf(trial)
      if (slot) this.add({ number: trial.number, slot, params: trial.params as Params })
    }
  }

  add(entry: Entry): void {
    const entries = this.#rounds.get(keyOf(entry.slot))
    if (entries) entries.push(entry)
    else this.#rounds.set(keyOf(entry.slot), [entry])
  }

  round(id: RoundId): readonly Entry[] {
    return this.#rounds.get(keyOf(id)) ?? []
  }

  /** Whether there are trials in a round and all have ended. */
  isOver(id: RoundId): boolean {
    const entries = this.round(id)
    const { trials } = this.#snapshot
    return (
      entries.length > 0 &&
      entries.every(({ number }) => {
        const trial = trials.get(number)
        return trial !== undefined && isFinished(trial)
      })
    )
  }

  /** Returns the numbers of the completed trials of a round, the best first; ties by number. */
  ranking(id: RoundId): number[] {
    const { trials, metrics, directions } = this.#snapshot
    const metric = metrics[0] as string
    const direction = directions[metric] as 'minimize'
    const completed = this.round(id).flatMap(({ number }) => {
      const trial = trials.get(number)
      return trial?.state === 'completed' ? [{ number, value: trial.values[metric] as number }] : []
    })
    completed.sort((a, b) => compareValues(direction, a.value, b.value) || a.number - b.number)
    return completed.map(({ number }) => number)
  }
}

const keyOf = ({ iteration, bracket, round }: RoundId) => `${iteration}/${bracket}/${round}`
