import * as tf from '@tensorflow/tfjs'
import { asyncContext } from './async-context.ts'

/**
 * Runs `work`. If it throws, disposes the tensors and variables that it has made in TensorFlow.js, since nobody else
 * holds them. What other code makes at the same time is left alone.
 *
 * In browsers, what asynchronous work makes after its first `await` cannot be told from what others make, and stays.
 *
 * @param owns - Which of the tensors are disposed. Default: all.
 */
export async function disposeOnFailure<T>(
  work: () => T | Promise<T>,
  owns: (tensor: tf.Tensor) => boolean = () => true,
): Promise<T> {
  const made = new MadeTensors()
  watchEngine()
  try {
    return await makers.run(made, work)
  } catch (error) {
    made.dispose(owns)
    throw error
  }
}

/** The tensors that one piece of work has made. */
class MadeTensors {
  readonly #tensors = new Set<tf.Tensor>()
  /** At this size, those that were disposed meanwhile are forgotten: a training makes thousands. */
  #limit = 1024

  add(tensor: tf.Tensor): void {
    this.#tensors.add(tensor)
    if (this.#tensors.size < this.#limit) return
    for (const one of this.#tensors) if (one.isDisposed) this.#tensors.delete(one)
    this.#limit = Math.max(1024, 2 * this.#tensors.size)
  }

  dispose(owns: (tensor: tf.Tensor) => boolean): void {
    for (const tensor of this.#tensors) if (!tensor.isDisposed && owns(tensor)) tensor.dispose()
  }
}

/** Whose work is running. */
const makers = asyncContext<MadeTensors>('sync')

/** The part of TensorFlow.js' engine through which every tensor and every variable comes into being. */
interface Tracker {
  trackTensor(tensor: tf.Tensor, backend: unknown): void
}

const watched = new WeakSet<Tracker>()

function watchEngine(): void {
  const engine = tf.engine() as unknown as Tracker
  if (watched.has(engine)) return
  watched.add(engine)
  const track = engine.trackTensor
  engine.trackTensor = function (tensor, backend) {
    track.call(this, tensor, backend)
    makers.current()?.add(tensor)
  }
}
