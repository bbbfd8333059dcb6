import { checkArgument, hasMethods, type OptionNames } from '@sweetspot/core'
import { checkedEnvironment } from './checked-environment.ts'
import { checkGracePeriod } from './grace-period.ts'
import { inheritedEnvironment } from './inherited-environment.ts'

/** The output of an objective to stdout and stderr during one attempt. */
export interface TrialOutput {
  readonly number: number
  readonly attempt: number
  /** The last 64 KiB, if there was more. */
  readonly stdout: string
  /** The last 64 KiB, if there was more. */
  readonly stderr: string
}

/** Options of executors that run objectives of a module in threads or processes. */
export interface IsolationOptions {
  /** The name of the export that is the objective. Default: `'default'`. */
  readonly export?: string
  /**
   * Maximum number of workers. Trials beyond it wait for a free one, and their `trialTimeout` runs meanwhile. Default:
   * as many as `optimize` needs.
   */
  readonly size?: number
  /** Number of trials after which a worker is replaced. 1 gives each trial its own. Default: no limit. */
  readonly trialsPerWorker?: number
  /**
   * Bytes that the JavaScript heap of a worker may use, such as `512e6`: at least 16 MB. A trial that exceeds the limit
   * fails with the reason `memory`. Memory outside the heap, such as that of typed arrays and native addons, does not
   * count. Default: the limit of Node, which depends on the machine.
   */
  readonly memoryLimit?: number
  /**
   * Milliseconds that an objective which uses `trial.signal` has to stop after its signal is aborted. Then, or at once
   * if it does not use its signal, it is ended by force. At most 2,147,483,647. Default: 2000.
   */
  readonly gracePeriod?: number
  /**
   * The treatment of stdout and stderr: written where those of this process go (`'inherit'`), dropped (`'ignore'`), or
   * passed to a function, which is awaited, at the end of each attempt. Default: `'inherit'`.
   */
  readonly output?: 'inherit' | 'ignore' | ((output: TrialOutput) => unknown)
  /**
   * Environment variables in addition to those of this process, which are inherited except for those that start with
   * `SWEETSPOT_`. `undefined` removes one.
   */
  readonly env?: { readonly [name: string]: string | undefined }
  /**
   * Options of Node. Default: those of this process; child processes do not get those of its debugger, of programs as
   * text and of files of variables.
   */
  readonly execArgv?: readonly string[]
}

/** The names of {@link IsolationOptions}, each with its names in other libraries. */
export const ISOLATION_OPTION_NAMES: OptionNames<IsolationOptions> = {
  export: ['exportName', 'name', 'objective'],
  size: ['maxThreads', 'maxWorkers', 'max_workers', 'poolSize', 'concurrency', 'workers', 'threads', 'processes'],
  trialsPerWorker: ['maxtasksperchild', 'max_tasks_per_child', 'maxTasksPerChild', 'tasksPerWorker'],
  memoryLimit: ['resourceLimits', 'maxMemory', 'memory', 'maxOldGenerationSizeMb', 'maxMemoryLimitBeforeRecycle'],
  gracePeriod: ['killTimeout', 'killDelay', 'forceKillAfterDelay', 'teardownTimeout', 'gracePeriodMs'],
  output: ['stdio', 'stdout', 'stderr', 'silent', 'onOutput'],
  env: ['environment'],
  execArgv: ['nodeOptions', 'execArgs'],
}

/** Default grace period, in milliseconds: enough to write a checkpoint, short enough to be waited for. */
const GRACE_PERIOD = 2_000

/** Minimum heap, in bytes. Node needs some 10 MB for itself. */
const MIN_MEMORY = 16e6

/** Maximum heap, in bytes: larger numbers overflow in Node's options. */
const MAX_MEMORY = 1e12

/** Checked options with their defaults. */
export interface WorkerSettings {
  readonly size: number
  readonly trialsPerWorker: number
  /** In bytes. */
  readonly memoryLimit: number | undefined
  readonly gracePeriod: number
  readonly output: NonNullable<IsolationOptions['output']>
  readonly env: { readonly [name: string]: string }
  /** Undefined for those that a worker inherits. */
  readonly execArgv: readonly string[] | undefined
}

/** @throws ERR_INVALID_ARGUMENT if an option is invalid */
export function workerSettings(options: IsolationOptions): WorkerSettings {
  const { size, trialsPerWorker, memoryLimit, gracePeriod = GRACE_PERIOD, output = 'inherit', env = {} } = options
  const { execArgv } = options
  for (const [name, value] of Object.entries({ size, trialsPerWorker })) {
    checkArgument(name, value, value === undefined || isCount(value), 'an integer of at least 1')
  }
  const isLimit =
    memoryLimit === undefined ||
    (typeof memoryLimit === 'number' && memoryLimit >= MIN_MEMORY && memoryLimit <= MAX_MEMORY)
  checkArgument('memoryLimit', memoryLimit, isLimit, 'a number of bytes from 16e6 to 1e12')
  checkGracePeriod(gracePeriod)
  const isOutput = output === 'inherit' || output === 'ignore' || hasMethods(output, 'call')
  checkArgument('output', output, isOutput && typeof output !== 'object', "'inherit', 'ignore' or a function")
  return {
    size: size ?? Number.POSITIVE_INFINITY,
    trialsPerWorker: trialsPerWorker ?? Number.POSITIVE_INFINITY,
    memoryLimit,
    gracePeriod,
    output,
    env: environment(process.env, checkedEnvironment('env', env)),
    execArgv: execArgv === undefined ? undefined : checkedList('execArgv', execArgv),
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1

const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0')

function checkedList(name: string, given: unknown): readonly string[] {
  const copy = copied(() => (Array.isArray(given) ? Array.from<unknown>(given) : undefined))
  checkArgument(name, given, copy?.every(isText) === true, 'a list of texts')
  return copy as readonly string[]
}

/** The result of reading a value that may throw; undefined if it does. */
function copied<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** The environment of a worker: that of this process without variables of Sweetspot, and the given ones. */
export function environment(
  inherited: Readonly<Record<string, string | undefined>>,
  given: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const all = new Map([...Object.entries(inheritedEnvironment(inherited)), ...Object.entries(given)])
  return Object.fromEntries([...all].filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/**
 * Options for the main program alone: its text, its debugger, its heap, and other ways to start Node. Files of variables
 * would bring back those that are withheld; the others are inherited.
 */
const OF_MAIN =
  /^(?:-e|-p|-pe|-i|-c|--eval|--print|--interactive|--check|--test.*|--watch.*|--inspect.*|--input-type|--env-file(?:-if-exists)?|--max-old-space-size)(?:$|=)/

/** Those of them whose value may be the next argument. */
const WITH_VALUE =
  /^(?:-e|-p|-pe|--eval|--print|--inspect-port|--input-type|--env-file(?:-if-exists)?|--max-old-space-size)$/

/** The options of this process that make sense for a worker. */
export function inheritedOptions(execArgv: readonly string[]): readonly string[] {
  return execArgv.filter(
    (option, index) => !OF_MAIN.test(option) && (option.startsWith('-') || !WITH_VALUE.test(execArgv[index - 1] ?? '')),
  )
}
