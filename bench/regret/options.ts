import { parseArgs } from 'node:util'
import { SweetspotError } from 'sweetspot'
import type { PeerOptions } from './systems/systems.ts'
import { SCENARIOS } from './tasks/catalogue.ts'

export interface RegretOptions extends PeerOptions {
  readonly data?: string
  readonly scenarios: readonly string[]
  /** As `chosenInstances` reads it. */
  readonly instances: string
  readonly samplers: readonly string[]
  readonly trials: number
  readonly seeds: readonly number[]
  /** How many trials of a run are under way at once. */
  readonly parallel: number
  /** How many runs are under way at once, each in its own process. */
  readonly jobs: number
  /** Files of earlier runs, which are kept and not run again. */
  readonly merge: readonly string[]
  readonly json?: string
  /** The folder that a table and figures are written into. */
  readonly report?: string
  /** Added to the names of our samplers, to hold one state of the code against another. */
  readonly tag?: string
}

export const USAGE = `npm run bench:regret -- [options]

  --scenario A,B    ${SCENARIOS.join(', ')} (problems)
  --instances A,B   instances by name, or dev, test, test:8 (eight of them), all (dev)
  --data DIR        the folder of YAHPO Gym's data: a clone of slds-lmu/yahpo_data
  --samplers A,B    our samplers (gp,random; with --merge none)
  --peers A,B       systems of bench/peers, such as optuna-gp,optuna-tpe
  --python PATH     the Python that has them, made by npm run bench:peers
  --trials N        trials of each run (50)
  --seeds N         runs of each task, with the seeds 1 … N; or FROM-TO (10)
  --parallel N      trials of a run that are under way at once (1)
  --jobs N          runs that are under way at once, each in its own process (1)
  --json FILE       where the runs are kept
  --merge A,B       files of earlier runs, which join the report and are not run again
  --report DIR      where a table and figures are written
  --tag TEXT        added to the names of the samplers, to hold one state of the code against another
`

/**
 * The options of the command line.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export function readOptions(args: readonly string[]): RegretOptions | 'help' {
  const values = parse(args)
  if (values.help) return 'help'
  const { data, json, tag, python, report } = values
  return {
    scenarios: list(values.scenario),
    instances: values.instances,
    samplers: list(values.samplers ?? (values.merge === '' ? 'gp,random' : '')),
    peers: list(values.peers),
    trials: count('--trials', values.trials),
    seeds: range('--seeds', values.seeds),
    parallel: count('--parallel', values.parallel),
    jobs: count('--jobs', values.jobs),
    merge: list(values.merge),
    ...(data !== undefined && { data }),
    ...(python !== undefined && { python }),
    ...(json !== undefined && { json }),
    ...(report !== undefined && { report }),
    ...(tag !== undefined && { tag }),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        scenario: { type: 'string', default: 'problems' },
        instances: { type: 'string', default: 'dev' },
        samplers: { type: 'string' },
        peers: { type: 'string', default: '' },
        python: { type: 'string' },
        trials: { type: 'string', default: '50' },
        seeds: { type: 'string', default: '10' },
        parallel: { type: 'string', default: '1' },
        jobs: { type: 'string', default: '1' },
        json: { type: 'string' },
        merge: { type: 'string', default: '' },
        report: { type: 'string' },
        tag: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', error instanceof Error ? error.message : String(error))
  }
}

const list = (text: string): readonly string[] => text.split(',').filter((item) => item !== '')

function count(name: string, text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 1) return value
  throw new SweetspotError('ERR_INVALID_ARGUMENT', `${name} is a positive integer, not ${text}.`)
}

/** 1 … N, or from the first to the last number. */
function range(name: string, text: string): readonly number[] {
  const [, from = '1', to] = /^(?:(\d+)-)?(\d+)$/.exec(text) ?? []
  const [first, last] = [Number(from), count(name, to ?? text)]
  if (first > last) throw new SweetspotError('ERR_INVALID_ARGUMENT', `${name} ${text} is an empty range.`)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
