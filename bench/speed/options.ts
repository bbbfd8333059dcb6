import { parseArgs } from 'node:util'
import { SweetspotError } from 'sweetspot'

export interface SpeedOptions {
  readonly dimensions: readonly number[]
  readonly finished: readonly number[]
  readonly concurrency: readonly number[]
  readonly seconds: number
  readonly limit: number
  /** Numbers of parameters for which peers are measured. */
  readonly peersAt: readonly number[]
  readonly python?: string
  readonly json?: string
}

export const USAGE = `npm run bench:speed -- [options]

  --python PATH         also measure Optuna and KerasTuner, with this Python (see npm run bench:peers)
  --dimensions 5,10     numbers of parameters; default: 5,10,20,40
  --trials 10,50        numbers of finished trials; default: 10,50,100,200,500,1000
  --concurrency 1,16    numbers of running trials; default: 1,16
  --seconds N           measuring time of each combination after a warm-up; default: 10
  --limit N             seconds after which a peer is skipped; default: 180
  --peers-at 10         numbers of parameters for which peers are measured; default: all
  --json FILE           write the figures to this file`

/** @throws ERR_INVALID_ARGUMENT if an option is unknown or not a number */
export function parseOptions(args: readonly string[]): SpeedOptions | 'help' {
  const { values } = parse(args)
  if (values.help) return 'help'
  return {
    dimensions: numbers('dimensions', values.dimensions),
    finished: numbers('trials', values.trials),
    concurrency: numbers('concurrency', values.concurrency),
    seconds: number('seconds', values.seconds),
    limit: number('limit', values.limit),
    peersAt: numbers('peers-at', values['peers-at'] ?? values.dimensions),
    ...(values.python !== undefined && { python: values.python }),
    ...(values.json !== undefined && { json: values.json }),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        dimensions: { type: 'string', default: '5,10,20,40' },
        trials: { type: 'string', default: '10,50,100,200,500,1000' },
        concurrency: { type: 'string', default: '1,16' },
        seconds: { type: 'string', default: '10' },
        limit: { type: 'string', default: '180' },
        'peers-at': { type: 'string' },
        python: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (cause) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', (cause as Error).message, { cause })
  }
}

const numbers = (name: string, text: string) => text.split(',').map((item) => number(name, item))

function number(name: string, text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(value) && value > 0) return value
  throw new SweetspotError(
    'ERR_INVALID_ARGUMENT',
    `Expected positive integers for --${name}; received ${JSON.stringify(text)}.`,
  )
}
