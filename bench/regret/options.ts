import { parseArgs } from 'node:util'
import { SweetspotError } from 'sweetspot'
import type { PeerOptions } from './systems/systems.ts'
import { SCENARIOS } from './tasks/catalogue.ts'

export interface RegretOptions extends PeerOptions {
  readonly data?: string
  readonly scenarios: readonly string[]
  /** See `chosenInstances`. */
  readonly instances: string
  readonly samplers: readonly string[]
  readonly trials: number
  readonly seeds: readonly number[]
  /** Trials of a run that run at once. */
  readonly parallel: number
  /** Runs at once, each in its own process. */
  readonly jobs: number
  /** Files of earlier runs, which join the report and are not repeated. */
  readonly merge: readonly string[]
  readonly json?: string
  /** The folder for a table and figures. */
  readonly report?: string
  /** A suffix of our samplers' names, to compare versions of the code. */
  readonly tag?: string
}

export const USAGE = `npm run bench:regret -- [options]

  --scenario A,B    ${SCENARIOS.join(', ')}; default: problems
  --instances A,B   names of instances, or dev, test, test:8 (eight of them), all; default: dev
  --data DIR        the folder of YAHPO Gym's data: a clone of slds-lmu/yahpo_data
  --samplers A,B    our samplers; default: gp,random, or none with --merge
  --peers A,B       systems of bench/peers, such as optuna-gp,optuna-tpe
  --python PATH     the Python with the peers, installed by npm run bench:peers
  --trials N        trials per run; default: 50
  --seeds N         runs per task, with the seeds 1 … N, or FROM-TO; default: 10
  --parallel N      trials of a run that run at once; default: 1
  --jobs N          runs at once, each in its own process; default: 1
  --json FILE       write the results to this file
  --merge A,B       files of earlier runs, which join the report and are not repeated
  --report DIR      write a table and figures to this folder
  --tag TEXT        a suffix of our samplers' names, to compare versions of the code
`

/**
 * Parses the command line.
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
  throw new SweetspotError('ERR_INVALID_ARGUMENT', `Expected a positive integer for ${name}; received ${text}.`)
}

/** The numbers of a range: 1 … N, or FROM-TO. */
function range(name: string, text: string): readonly number[] {
  const [, from = '1', to] = /^(?:(\d+)-)?(\d+)$/.exec(text) ?? []
  const [first, last] = [Number(from), count(name, to ?? text)]
  if (first > last)
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected a range FROM-TO for ${name} with FROM ≤ TO; received ${text}.`,
    )
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
