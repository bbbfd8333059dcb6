import { boolean, choice, float, int, ordinal } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import type { Problem } from './problem.ts'

const ACTIVATIONS = { relu: 0, gelu: 0.05, tanh: 0.4, sigmoid: 1 }
const BATCHES = [16, 32, 64, 128, 256]

interface NetworkParams {
  readonly learningRate: number
  readonly layers: number
  readonly batch: number
  readonly activation: keyof typeof ACTIVATIONS
  readonly batchNorm: boolean
  readonly dropout: number
}

/**
 * A synthetic validation error of a network, with numbers on linear and log scales, integers, an ordinal, a category
 * and a boolean; the best learning rate depends on the batch size and on whether layers are normalized. A sum of
 * non-negative terms, 0 at exactly one combination.
 */
export function networkProblem(): Problem {
  return Object.freeze({
    name: 'Network',
    space: space({
      learningRate: float(1e-5, 1, { log: true }),
      layers: int(1, 8),
      batch: ordinal(BATCHES),
      activation: choice(['sigmoid', 'tanh', 'relu', 'gelu']),
      batchNorm: boolean(),
      dropout: float(0, 0.9, { step: 0.1 }),
    }) as SearchSpace,
    evaluate(params: Params) {
      const { learningRate, layers, batch, activation, batchNorm, dropout } = params as unknown as NetworkParams
      const octaves = BATCHES.indexOf(batch) - 1
      const decades = Math.log10(learningRate) + 3 - 0.15 * octaves - (batchNorm ? 0.5 : 0)
      const normalised = batchNorm ? 0 : 0.3
      const overfit = (10 * dropout - 2) / 10
      return (
        0.5 * decades ** 2 +
        0.05 * (layers - 5) ** 2 +
        0.04 * octaves ** 2 +
        ACTIVATIONS[activation] +
        normalised +
        2 * overfit ** 2
      )
    },
    optimum: 0,
    optimalParams: Object.freeze([
      Object.freeze({
        learningRate: 10 ** -2.5,
        layers: 5,
        batch: 32,
        activation: 'relu',
        batchNorm: true,
        dropout: 0.2,
      }),
    ]),
  })
}
