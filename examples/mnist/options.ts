import { parseArgs } from 'node:util'

export interface Options {
  readonly trials: number
  readonly samples: number
  readonly epochs: number
  readonly seed: number
  /** Whether to print one line of JSON on stdout at the end. */
  readonly json: boolean
  /** The folder of the search, the model and the plot. */
  readonly out: string
  /** Whether to delete an earlier search with the same sizes. */
  readonly fresh: boolean
}

/** The usage, in lines of less than 60 characters, so that narrow terminals do not break words. */
export const USAGE = `Tunes a classifier of handwritten digits (MNIST).

  --full        search with all 60,000 training images
  --trials N    number of models to train (10)
  --samples N   images to search with (10,000 of 60,000)
  --epochs N    epochs of each training (10)
  --seed N      seed of the search (1)
  --json        print one line of JSON on stdout at the end
  --out DIR     folder of the search, model and plot
  --fresh       start over instead of continuing`

const OPTIONS = {
  full: { type: 'boolean', default: false },
  trials: { type: 'string', default: '10' },
  samples: { type: 'string' },
  epochs: { type: 'string', default: '10' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
  out: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/**
 * Parses the command line.
 *
 * @throws TypeError if an option is unknown or invalid
 */
export function parseOptions(args: string[], defaultOut: string): Options | 'help' {
  checkNames(args)
  const { values } = parseArgs({ args, options: OPTIONS })
  if (values.help) return 'help'
  return {
    trials: integer('trials', values.trials, 1, 10_000),
    samples: integer('samples', values.samples ?? (values.full ? '60000' : '10000'), 100, 60_000),
    epochs: integer('epochs', values.epochs, 1, 1_000),
    seed: integer('seed', values.seed, 0, 2 ** 32),
    json: values.json,
    out: values.out ?? defaultOut,
    fresh: values.fresh,
  }
}

function checkNames(args: string[]): void {
  const { tokens } = parseArgs({ args, options: OPTIONS, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'positional') throw new TypeError(`Expected options only; received "${token.value}".`)
    if (token.kind !== 'option' || token.name in OPTIONS) continue
    const nearest = Object.keys(OPTIONS).toSorted((a, b) => distance(a, token.name) - distance(b, token.name))[0] ?? ''
    const isNear = distance(nearest, token.name) <= Math.max(1, token.name.length / 2)
    const advice = isNear ? `did you mean --${nearest}?` : 'the options are listed above.'
    throw new TypeError(`Unknown option ${token.rawName}; ${advice}`)
  }
}

/** The number of insertions, deletions and substitutions between two words (Levenshtein 1966). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, length) => length)
  for (const [i, letter] of from.split('').entries()) {
    const next = [i + 1]
    for (const [j, other] of to.split('').entries()) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row[to.length]!
}

function integer(name: string, text: string, low: number, high: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= low && value <= high) return value
  throw new TypeError(`Expected an integer from ${low} to ${high} for --${name}; received "${text}".`)
}
