import * as tf from '@tensorflow/tfjs'
import { asyncContext } from './async-context.ts'

/**
 * Runs `work`. If it throws, disposes the tensors and variables that it has created in TensorFlow.js, to which no other
 * code has a reference. Tensors that other code creates at the same time, and those that `work` creates in
 * {@link keepOnFailure}, are not affected.
 *
 * In browsers, tensors that asynchronous work creates after its first `await` cannot be attributed to it, and remain.
 *
 * @param owns - Selects the tensors to dispose. Default: all.
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

/** Runs a part of work whose tensors stay if that work throws, because other code may refer to them. */
export function keepOnFailure<T>(part: () => T): T {
  return makers.run(undefined, part)
}

/** The tensors that one piece of work has created. */
class MadeTensors {
  readonly #tensors = new Set<tf.Tensor>()
  /** The size at which disposed tensors are removed from the set: a training creates thousands. */
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

/** The set to which new tensors are added: that of the running work. */
const makers = asyncContext<MadeTensors>('sync')

/** The part of TensorFlow.js' engine that is called for every new tensor and variable. */
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
