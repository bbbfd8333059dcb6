import {
  checkArgument,
  isList,
  type OptionNames,
  optionsReader,
  type SearchSpace,
  SweetspotError,
} from '@sweetspot/core'
import { checkedEnvironment } from '../executors/checked-environment.ts'
import { checkGracePeriod } from '../executors/grace-period.ts'
import type { CommandTemplate } from './command-template.ts'
import type { MetricReading } from './metric-reading.ts'
import type { MetricSource } from './metric-source.ts'
import { isTemplate } from './template/is-template.ts'
import { parseCommand } from './template/parse-command.ts'
import { checkShellCommand } from './template/shell-command.ts'

/** Options of {@link commandExecutor}. Either `argv` or `template` is required. */
export interface CommandOptions {
  /** The program and its arguments, with placeholders such as `{lr}`. Without any, `--name=value` is appended. */
  readonly argv?: readonly string[]
  /** A parsed command instead of `argv`, as sweep files have it. */
  readonly template?: CommandTemplate
  /** The space of the study, which lets placeholders of inactive params be empty, and finds unused ones. */
  readonly space?: SearchSpace
  /** Where to read the metrics. Default: `{ kind: 'json' }`, the last JSON object on stdout. */
  readonly metric?: MetricSource
  /** The names of the study's constraints on measured values, which are read like metrics. Default: none. */
  readonly constraints?: readonly string[]
  /**
   * Environment variables of the command beside those of this process, which are inherited except for those that start
   * with `SWEETSPOT_`. `undefined` removes one. Default: none.
   */
  readonly environment?: { readonly [name: string]: string | undefined }
  /** The working folder of the command. Default: that of this process. */
  readonly cwd?: string
  /** The folder of the folders of trials, which have logs and params. Default: `sweetspot-trials`. */
  readonly folder?: string
  /**
   * Milliseconds between SIGTERM and SIGKILL when a command is stopped: from 0, which kills at once, to 2,147,483,647.
   * Default: 10,000.
   */
  readonly gracePeriod?: number
  /**
   * Bytes of memory that all processes of a trial may use together, such as `8e9`: at least 1 MB. They are looked at from
   * time to time; where this process may create control groups (cgroup v2), the kernel limits them, too. A trial that
   * exceeds the limit is killed, and fails with the reason `memory`. Default: no limit.
   */
  readonly memoryLimit?: number
  /** Bytes of output that the log of a trial keeps: its beginning and its end; 0 for none. Default: 10,000,000. */
  readonly logLimit?: number
  /** The devices that trials share: their numbers, or `auto` for all that are found. Default: none. */
  readonly gpus?: readonly number[] | 'auto'
  /** Devices of each trial, an integer of at least 1. Needs `gpus`. Default: 1. */
  readonly gpusPerTrial?: number
  /** Trials that share a device at the same time, an integer of at least 1. Needs `gpus`. Default: 1. */
  readonly trialsPerGpu?: number
  /**
   * Cores of each trial, an integer of at least 1: it is bound to them where that is possible, and told to start as many
   * threads. Default: all cores for each.
   */
  readonly coresPerTrial?: number
  /** Called with the metrics that were read, or that were missing, before the trial ends. */
  readonly onMetrics?: (reading: MetricReading) => void
  /** Called with notices, such as of a log that cannot be written. Default: `process.emitWarning`. */
  readonly onNotice?: (text: string) => void
}

/** The names of {@link CommandOptions}, each with its names in other libraries. */
export const COMMAND_OPTION_NAMES: OptionNames<CommandOptions> = {
  argv: ['command', 'cmd', 'args'],
  template: [],
  space: ['parameters'],
  metric: ['metrics', 'source'],
  constraints: [],
  environment: ['env'],
  cwd: ['workingDirectory', 'dir'],
  folder: ['directory', 'outputFolder'],
  gracePeriod: ['grace', 'killTimeout'],
  memoryLimit: ['memory', 'maxMemory'],
  logLimit: [],
  gpus: ['gpu', 'devices'],
  gpusPerTrial: ['gpus_per_trial'],
  trialsPerGpu: [],
  coresPerTrial: ['cpus_per_trial', 'cpus', 'cores'],
  onMetrics: ['onResult'],
  onNotice: ['notice'],
}

/** Checked options, with defaults. */
export interface CheckedOptions extends Omit<CommandOptions, 'argv'> {
  readonly template: CommandTemplate
  readonly metric: MetricSource
  readonly constraints: readonly string[]
  readonly environment: { readonly [name: string]: string | undefined }
  readonly cwd: string
  readonly folder: string
  readonly gracePeriod: number
  readonly logLimit: number
  readonly gpusPerTrial: number
  readonly trialsPerGpu: number
  readonly onNotice: (text: string) => void
}

const readOptions = optionsReader<CommandOptions>('commandExecutor', COMMAND_OPTION_NAMES)

/** @throws ERR_INVALID_ARGUMENT */
export function checkedOptions(given: CommandOptions): CheckedOptions {
  const { argv, template, space, ...options } = readOptions(given)
  if ((argv === undefined) === (template === undefined)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', 'Expected either argv or template in commandExecutor.')
  }
  checkArgument('template', template, template === undefined || isTemplate(template), 'a command template')
  checkArgument('space', space, space === undefined || isSpace(space), 'a search space')
  const { metric = { kind: 'json' }, constraints = [], environment = {}, cwd = process.cwd() } = options
  const { folder = 'sweetspot-trials', gracePeriod = 10_000, logLimit = 10_000_000 } = options
  const { memoryLimit, gpus, gpusPerTrial = 1, trialsPerGpu = 1, coresPerTrial } = options
  const { onMetrics, onNotice = (text) => process.emitWarning(text, 'SweetspotWarning') } = options
  checkArgument(
    'metric',
    metric,
    isMetricSource(metric),
    "{ kind: 'json' }, { kind: 'regex', pattern } or { kind: 'file', path }",
  )
  checkArgument('constraints', constraints, isTexts(constraints), 'a list of names')
  checkArgument('cwd', cwd, isPath(cwd), 'a path')
  checkArgument('folder', folder, isPath(folder), 'a path')
  checkGracePeriod(gracePeriod)
  checkArgument('logLimit', logLimit, isAmount(logLimit, 0), 'a number of bytes of at least 0')
  const isLimit = memoryLimit === undefined || isAmount(memoryLimit, 1e6)
  checkArgument('memoryLimit', memoryLimit, isLimit, 'a number of bytes of at least 1e6')
  checkArgument(
    'gpus',
    gpus,
    gpus === undefined || gpus === 'auto' || isDevices(gpus),
    "'auto' or a list of different device numbers",
  )
  checkArgument('gpusPerTrial', gpusPerTrial, isCount(gpusPerTrial), 'an integer of at least 1')
  checkArgument('trialsPerGpu', trialsPerGpu, isCount(trialsPerGpu), 'an integer of at least 1')
  checkArgument(
    'coresPerTrial',
    coresPerTrial,
    coresPerTrial === undefined || isCount(coresPerTrial),
    'an integer of at least 1',
  )
  checkArgument('onMetrics', onMetrics, onMetrics === undefined || typeof onMetrics === 'function', 'a function')
  checkArgument('onNotice', onNotice, typeof onNotice === 'function', 'a function')
  for (const [name, value] of Object.entries({
    gpusPerTrial: options.gpusPerTrial,
    trialsPerGpu: options.trialsPerGpu,
  }))
    checkArgument(name, value, value === undefined || gpus !== undefined, 'absent without gpus')
  if (Array.isArray(gpus) && gpusPerTrial > gpus.length) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected gpusPerTrial to be at most the number of gpus, ${gpus.length}; received ${gpusPerTrial}.`,
    )
  }
  const checked = template ?? parseCommand(argv ?? [], space)
  if (checked.shell) checkShellCommand(checked)
  return {
    ...options,
    ...(space && { space }),
    template: checked,
    metric,
    constraints,
    environment: checkedEnvironment('environment', environment),
    cwd,
    folder,
    gracePeriod,
    logLimit,
    gpusPerTrial,
    trialsPerGpu,
    onNotice,
  }
}

const isText = (given: unknown): given is string => typeof given === 'string'
const isTexts = (given: unknown) => isList(given) && given.every(isText)
const isPath = (given: unknown) => isText(given) && given !== '' && !given.includes('\0')
const isAmount = (given: unknown, least: number) =>
  typeof given === 'number' && given >= least && Number.isFinite(given)
const isCount = (given: unknown) => Number.isSafeInteger(given) && (given as number) >= 1
const isDevices = (given: unknown) =>
  isList(given) &&
  given.length > 0 &&
  given.every((one) => Number.isSafeInteger(one) && (one as number) >= 0) &&
  new Set(given).size === given.length

function isSpace(given: unknown): boolean {
  try {
    return isList((given as SearchSpace).dimensions)
  } catch {
    return false
  }
}

function isMetricSource(given: unknown): boolean {
  try {
    const source = given as MetricSource
    if (source.kind === 'json') return true
    return source.kind === 'regex' ? isText(source.pattern) : source.kind === 'file' && isPath(source.path)
  } catch {
    return false
  }
}
