/** Programs that `study.browser.ts` runs in a page; `randomStudy` also runs in Node, for comparison. */
import { choice, createStudy, float, int, randomSampler, space } from '@sweetspot/core'
import { kernelWork } from '@sweetspot/core/testing'

/** A Bayesian search for the minimum 0.1 of a smooth function at x = 2, branch `fine`. */
export async function bayesianStudy() {
  const search = space({ x: float(-10, 10), mesh: choice({ coarse: {}, fine: { level: int(1, 4) } }) })
  const study = await createStudy({ direction: 'minimize', space: search, seed: 1 })
  await study.optimize(({ params }) => (params.x - 2) ** 2 + (params.mesh === 'fine' ? 0.1 : 1), { trials: 25 })
  return { trials: study.trials.length, best: { value: study.best.value, params: { x: study.best.params.x } } }
}

/** Runs the numerics of Gaussian processes once, and returns the available computes. Throws without WebAssembly. */
export function kernels() {
  const work = kernelWork(30, 2)
  for (const { run } of work) run()
  return [...new Set(work.map(({ compute }) => compute))]
}

/** A random search, which depends only on its seed. */
export async function randomStudy() {
  const search = space({ rate: float(1e-5, 1, { log: true }), layers: int(1, 8), kind: choice(['a', 'b', null]) })
  const study = await createStudy({ space: search, sampler: randomSampler(), seed: 7 })
  await study.optimize(({ params }) => Math.log(params.rate) * params.layers, { trials: 10 })
  return study.trials.map(({ number, params }) => ({ number, params }))
}

/** Trains a small model on four points, twice. */
export async function tunedModel() {
  const tf = await import('@tensorflow/tfjs')
  const { RandomSearch } = await import('@sweetspot/tfjs')
  const tuner = new RandomSearch(
    (hp) => {
      const model = tf.sequential()
      model.add(
        tf.layers.dense({ units: hp.int('units', { minValue: 2, maxValue: 8 }), activation: 'relu', inputShape: [1] }),
      )
      model.add(tf.layers.dense({ units: 1 }))
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
      return model
    },
    { objective: 'val_loss', maxTrials: 2, seed: 3 },
  )
  const x = tf.tensor2d([[0], [1], [2], [3]])
  await tuner.search(x, x.mul(2), { epochs: 1, validationSplit: 0.25 })
  return { trials: 2, best: tuner.getBestHyperparameters(1)[0]?.values }
}
