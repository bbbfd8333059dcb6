import { parseArgs } from 'node:util'

export interface Options {
  readonly trials: number
  readonly samples: number
  readonly epochs: number
  readonly seed: number
  /** Print one line of JSON on standard output at the end. */
  readonly json: boolean
  /** Where the search, the model and the plot go. */
  readonly out: string
  /** Forget an earlier search with the same sizes. */
  readonly fresh: boolean
}

export const USAGE = `Tunes a classifier of handwritten digits (MNIST) by Bayesian optimisation.

  --full        use all 60,000 training images
  --trials N    how many models to train (10)
  --samples N   how many images to search with, at most 60,000 (10,000)
  --epochs N    how often each training sees every image (10)
  --seed N      where the search starts from (1)
  --json        print one line of JSON on standard output at the end
  --out DIR     where the search, the model and the plot are kept
  --fresh       start over instead of continuing an interrupted search`

/** @throws TypeError with a sentence about what is wrong */
export function parseOptions(args: string[], defaultOut: string): Options | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      full: { type: 'boolean', default: false },
      trials: { type: 'string', default: '10' },
      samples: { type: 'string' },
      epochs: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      out: { type: 'string', default: defaultOut },
      fresh: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  return {
    trials: integer('trials', values.trials, 1, 10_000),
    samples: integer('samples', values.samples ?? (values.full ? '60000' : '10000'), 100, 60_000),
    epochs: integer('epochs', values.epochs, 1, 1_000),
    seed: integer('seed', values.seed, 0, 2 ** 32),
    json: values.json,
    out: values.out,
    fresh: values.fresh,
  }
}

function integer(name: string, text: string, low: number, high: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= low && value <= high) return value
  throw new TypeError(`--${name} takes an integer from ${low} to ${high}, not ${text}.`)
}
