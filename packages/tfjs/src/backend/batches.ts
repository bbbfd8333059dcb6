import * as tf from '@tensorflow/tfjs'
import type { TrainingDataset } from '../training-data.ts'
import { keepOnFailure } from './dispose-on-failure.ts'

/**
 * The batches of the datasets of one training. TensorFlow.js disposes each after its use; a training that fails leaves
 * the last one, and everything else belongs to the datasets.
 */
export class Batches {
  /** The last batch of each iterator. */
  readonly #last = new Map<object, tf.TensorContainer>()

  /** Returns a view of a dataset whose batches are known here. */
  of(dataset: TrainingDataset): TrainingDataset {
    const iterator = async () => {
      const items = await keepOnFailure(() => dataset.iterator())
      const next = async () => {
        const item = await keepOnFailure(() => items.next())
        this.#last.set(items, item.value)
        return item
      }
      return Object.create(items, { next: { value: next } }) as typeof items
    }
    return Object.create(dataset, { iterator: { value: iterator } }) as TrainingDataset
  }

  /** Disposes the batches that are not disposed yet. */
  dispose(): void {
    for (const batch of this.#last.values()) tf.dispose(batch)
  }
}
