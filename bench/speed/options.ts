import { parseArgs } from 'node:util'
import { SweetspotError } from 'sweetspot'

export interface SpeedOptions {
  readonly dimensions: readonly number[]
  readonly finished: readonly number[]
  readonly concurrency: readonly number[]
  readonly seconds: number
  readonly limit: number
  /** Of how many parameters the spaces are that peers are measured for, too. */
  readonly peersAt: readonly number[]
  readonly python?: string
  readonly json?: string
}

export const USAGE = `npm run bench:speed -- [options]

  --python PATH         measure Optuna and KerasTuner in the same run, by a Python that has them (npm run bench:peers)
  --dimensions 5,10     how many parameters suggestions are measured for; 5,10,20,40 unless given
  --trials 10,50        after how many finished trials; 10,50,100,200,500,1000 unless given
  --concurrency 1,16    with how many running trials; 1,16 unless given
  --seconds N           how long to measure each of these, once it has been done once; 10 unless given
  --limit N             after how many seconds to give a peer up; 180 unless given
  --peers-at 10         for how many parameters the peers are measured, too; for all unless given
  --json FILE           write the figures`

/** @throws ERR_INVALID_ARGUMENT for options that are unknown or no numbers */
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
  throw new SweetspotError('ERR_INVALID_ARGUMENT', `--${name} takes positive integers, not ${JSON.stringify(text)}.`)
}
