import type * as tf from '@tensorflow/tfjs'

/**
 * Names the metrics of a model that have no name, now and after each `compile`: `metric`, then `metric_2`.
 * TensorFlow.js names a metric after its function, and an arrow function in a list has no name.
 */
export function nameMetrics(model: tf.LayersModel): void {
  const compile = model.compile.bind(model)
  model.compile = (args) => {
    compile(args)
    nameAll(model)
  }
  nameAll(model)
}

function nameAll({ metricsNames, outputNames }: tf.LayersModel): void {
  // A model that is not compiled has no metrics. With several outputs, the name of the output is a prefix.
  const names: string[] | undefined = metricsNames
  const nameless = new Set(['', ...outputNames.map((output) => `${output}_`)])
  const counts = new Map<string, number>()
  names?.forEach((name, index) => {
    if (!nameless.has(name)) return
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    names[index] = count === 1 ? `${name}metric` : `${name}metric_${count}`
  })
}
