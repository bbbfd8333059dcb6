import type { CheckpointStore } from '../../journal/checkpoint/checkpoint-store.ts'
import { CHECKPOINT_VERSION } from '../../journal/checkpoint/checkpoint-version.ts'
import { checkpointParts } from '../../journal/checkpoint/lazy-checkpoint-format.ts'
import type { JournalStorage } from '../../journal/journal-storage.ts'
import type { Position } from '../../journal/position.ts'
import type { StudyId } from '../../journal/study-id.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Clock } from '../clock/clock.ts'
import { yielding } from '../clock/yielding.ts'

/** Events that are always replayed: fewer are read faster than a checkpoint. */
const FEW = 10_000

/** Events since a checkpoint, relative to those in it, that make a new one due. */
const GROWTH = 1 / 8

/**
 * Writes checkpoints in the background, so that a long study is opened fast. Each costs in proportion to the study, and
 * they are written at geometrically growing intervals, so their cost for each event is bounded. A failure is harmless:
 * the journal has everything, and the next checkpoint is tried later.
 */
export class Checkpoints {
  readonly #store: CheckpointStore | undefined
  readonly #study: StudyId
  readonly #clock: Clock
  /** The position of the last checkpoint, or of the last attempt to write one; undefined until it is known. */
  #last: Position | undefined
  #writing: Promise<void> | undefined

  constructor(storage: JournalStorage, study: StudyId, clock: Clock) {
    this.#store = storage.checkpoint
    this.#study = study
    this.#clock = clock
  }

  /** Starts to write a checkpoint if one is due. Call it after this process has written. */
  consider(snapshot: StudySnapshot): void {
    const store = this.#store
    if (!store || this.#writing || !isDue(snapshot.position, this.#last ?? 0)) return
    this.#writing = this.#write(store, snapshot)
      .catch(() => {
        this.#last = snapshot.position
      })
      .finally(() => {
        this.#writing = undefined
      })
  }

  /** Resolves when no checkpoint is being written. */
  async idle(): Promise<void> {
    await this.#writing
  }

  async #write(store: CheckpointStore, snapshot: StudySnapshot): Promise<void> {
    // Another process may have written one.
    this.#last = await store.position(this.#study)
    const { position } = snapshot
    if (!isDue(position, this.#last)) return
    const pause = yielding(this.#clock)
    async function* parts() {
      for (const part of await checkpointParts(snapshot)) {
        if (part) yield part
        const turn = pause()
        if (turn) await turn
      }
    }
    await store.write(this.#study, { position, version: CHECKPOINT_VERSION, parts: parts() })
    this.#last = position
  }
}

const isDue = (position: Position, last: Position): boolean => position - last >= Math.max(FEW, last * GROWTH)
