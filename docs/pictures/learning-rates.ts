import { keyFromSeed, randomStream } from 'sweetspot/extend'
import { bottomAxis, leftAxis, linear, logarithmic, steps } from './axes.ts'
import { dot, line, type Point, picture, text } from './svg.ts'

const EPOCHS = 200
const HIDDEN = 12

interface Data {
  readonly inputs: readonly number[]
  readonly targets: readonly number[]
}

/** Noisy values of a curve. */
function curve(seed: number, count: number): Data {
  const stream = randomStream(keyFromSeed(seed))
  const inputs = Array.from({ length: count }, () => stream.uniform() * 2 - 1)
  return { inputs, targets: inputs.map((x) => Math.sin(4 * x) + 0.5 * x + 0.08 * stream.normal()) }
}

const TRAINING = curve(1, 60)
const VALIDATION = curve(2, 60)

/**
 * Trains a network of one hidden layer by gradient descent with momentum, and gives the error on the validation data
 * after each epoch. Its 37 weights are the parameters; the learning rate is the hyperparameter.
 */
function train(learningRate: number): number[] {
  const stream = randomStream(keyFromSeed(7))
  const weights = Float64Array.from(
    { length: 3 * HIDDEN + 1 },
    (_, i) => stream.normal() * (i < 2 * HIDDEN ? 1.5 : 0.3),
  )
  const velocity = new Float64Array(weights.length)
  const w = (i: number) => weights[i] as number
  const hidden = (x: number) => Array.from({ length: HIDDEN }, (_, h) => Math.tanh(w(h) * x + w(HIDDEN + h)))
  const output = (activations: readonly number[]) =>
    activations.reduce((sum, a, h) => sum + a * w(2 * HIDDEN + h), w(3 * HIDDEN))
  const errorOn = ({ inputs, targets }: Data) =>
    inputs.reduce((sum, x, i) => sum + (output(hidden(x)) - (targets[i] as number)) ** 2, 0) / inputs.length
  return Array.from({ length: EPOCHS }, () => {
    const gradient = new Float64Array(weights.length)
    const add = (i: number, value: number) => {
      gradient[i] = (gradient[i] as number) + value / TRAINING.inputs.length
    }
    TRAINING.inputs.forEach((x, i) => {
      const activations = hidden(x)
      const error = 2 * (output(activations) - (TRAINING.targets[i] as number))
      add(3 * HIDDEN, error)
      activations.forEach((a, h) => {
        add(2 * HIDDEN + h, error * a)
        const back = error * w(2 * HIDDEN + h) * (1 - a * a)
        add(h, back * x)
        add(HIDDEN + h, back)
      })
    })
    gradient.forEach((slope, i) => {
      velocity[i] = 0.9 * (velocity[i] as number) - learningRate * slope
      weights[i] = w(i) + (velocity[i] as number)
    })
    return errorOn(VALIDATION)
  })
}

/** Three trainings with different learning rates, and how good many trainings were in the end. */
export function learningRates(): string {
  const lowest = 0.006
  const highest = 2
  const clamp = (error: number) => Math.min(highest, Math.max(lowest, Number.isFinite(error) ? error : highest))
  const ticks = [
    [0.01, '0.01'],
    [0.1, '0.1'],
    [1, '1'],
  ] as const
  const left = { left: 44, top: 62, width: 280, height: 200 }
  const right = { left: 396, top: 62, width: 280, height: 200 }
  const y = logarithmic([lowest, highest], [left.top + left.height, left.top])
  const epoch = linear([1, EPOCHS], [left.left, left.left + left.width])
  const rate = logarithmic([3e-4, 1], [right.left, right.left + right.width])
  const shown = [
    { learningRate: 0.001, colour: 'chance', at: 150, label: '0.001', above: -8 },
    { learningRate: 0.13, colour: 'model', at: 130, label: '0.13', above: -9 },
    { learningRate: 0.24, colour: 'point', at: 160, label: '0.24', above: -9 },
  ] as const
  const histories = shown.map(({ learningRate }) => train(learningRate))
  const rates = steps(Math.log(3e-4), Math.log(1), 49).map(Math.exp)
  const ends = rates.map((learningRate): Point => [rate(learningRate), y(clamp(train(learningRate).at(-1) as number))])
  return picture(
    688,
    310,
    text(8, 24, 'One training learns the parameters', { class: 'title' }),
    leftAxis(left, y, ticks, 'validation error'),
    ...histories.map((errors, index) =>
      line(
        errors.flatMap((error, i): Point[] => (i % 2 === 0 ? [[epoch(i + 1), y(clamp(error))]] : [])),
        (shown[index] as (typeof shown)[number]).colour,
      ),
    ),
    ...shown.map(({ at, label, above, colour }, index) =>
      text(epoch(at), y(clamp((histories[index] as number[])[at] as number)) + above, label, {
        class: `${colour} halo`,
      }),
    ),
    bottomAxis(left, epoch, [1, 50, 100, 150, 200], 'epoch'),
    text(360, 24, 'Many trainings find the hyperparameter', { class: 'title' }),
    leftAxis(right, y, ticks, 'error after 200 epochs'),
    ...ends.map((end) => dot(end, 'soft', 3)),
    ...shown.map(({ learningRate, colour }, index) =>
      dot([rate(learningRate), y(clamp((histories[index] as number[]).at(-1) as number))], colour, 6),
    ),
    text(rate(1), right.top + 22, 'diverged', { 'text-anchor': 'end' }),
    bottomAxis(
      right,
      rate,
      [
        [0.001, '0.001'],
        [0.01, '0.01'],
        [0.1, '0.1'],
        [1, '1'],
      ],
      'learning rate',
    ),
  )
}
