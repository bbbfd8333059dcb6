import * as tf from '@tensorflow/tfjs'
import { asyncContext } from './async-context.ts'

/**
 * Runs `work`, and adds the optimisers that it makes with the functions of `tf.train` to a set, also those that `compile`
 * makes for names such as `'adam'`. TensorFlow.js has no list of them, and each holds tensors from its creation on.
 *
 * In browsers, it finds those that asynchronous work makes before its first `await`.
 */
export function collectOptimizers<T>(optimizers: Set<tf.Optimizer>, work: () => T): T {
  watchFactories()
  return collectors.run(optimizers, work)
}

const collectors = asyncContext<Set<tf.Optimizer>>('sync')

let isWatching = false

function watchFactories(): void {
  if (isWatching) return
  isWatching = true
  const factories = tf.train as unknown as Record<string, (...args: unknown[]) => tf.Optimizer>
  for (const name of ['sgd', 'momentum', 'adadelta', 'adagrad', 'rmsprop', 'adamax', 'adam']) {
    const make = factories[name]
    if (!make) continue
    factories[name] = (...args) => {
      const optimizer = make.apply(tf.train, args)
      collectors.current()?.add(optimizer)
      return optimizer
    }
  }
}
