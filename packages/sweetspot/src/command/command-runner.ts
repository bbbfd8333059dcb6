import { isAbsolute, join, resolve } from 'node:path'
import {
  causeText,
  countOf,
  type Execution,
  SweetspotError,
  studyError,
  type TrialHost,
  type TrialSpec,
} from '@sweetspot/core'
import { closedError } from '../executors/closed-error.ts'
import { inheritedEnvironment } from '../executors/inherited-environment.ts'
import { productError } from '../product-error.ts'
import { Channel } from './channel/channel.ts'
import { CommandAttempt } from './command-attempt.ts'
import type { CheckedOptions } from './command-options.ts'
import { allowedCores, tasksetPath, threadEnvironment } from './devices/cores.ts'
import { gpuEnvironment, visibleGpus } from './devices/gpus.ts'
import { partsOf, type Slot, Slots } from './devices/slots.ts'
import { checkProgram } from './process/find-program.ts'
import { type GroupPlace, MemoryGroups } from './process/memory-groups.ts'
import { OrphanWatcher } from './process/orphan-watcher.ts'
import { pythonModuleFolder } from './python-module.ts'
import { fileReader } from './results/file-reader.ts'
import { jsonReader } from './results/json-reader.ts'
import type { MetricReader } from './results/metric-reader.ts'
import { regexReaders } from './results/regex-reader.ts'
import { renderCommand } from './template/render-command.ts'
import { sharedVariables, trialEnvironment } from './trial-environment.ts'
import { LOG_NAME, PARAMS_NAME, prepareFolder, trialFolder } from './trial-folder.ts'

/** What the trials of one executor share: the channel, the watcher, devices and cores. */
export class CommandRunner {
  readonly #options: CheckedOptions
  readonly #channel = new Channel()
  readonly #watcher = new OrphanWatcher(this.#channel.folder)
  /** Ends the grace periods of all commands. */
  readonly #closing = new AbortController()
  readonly #running = new Set<Promise<unknown>>()
  readonly #inherited = inheritedEnvironment(process.env)
  /** The variables of commands, before devices and facts of the trial. */
  readonly #environment: { readonly [name: string]: string }
  readonly #said = new Set<string>()
  readonly #startable = new Set<string>()
  readonly #cores: Slots<number> | undefined
  readonly #taskset: string | undefined
  readonly #memoryGroups: MemoryGroups | undefined
  #gpus: Promise<Slots<string>> | undefined
  readonly #patterns = new Map<string, Promise<() => MetricReader>>()
  /** Files of metrics that running trials write. */
  readonly #files = new Set<string>()

  /** @param groups - Where control groups are; for tests. */
  constructor(options: CheckedOptions, groups?: GroupPlace) {
    this.#options = options
    this.#environment = definedOf({ ...this.#inherited, ...options.environment })
    this.#memoryGroups = options.memoryLimit === undefined ? undefined : new MemoryGroups(groups)
    const { coresPerTrial } = options
    if (coresPerTrial === undefined) return
    this.#taskset = tasksetPath(this.#inherited.PATH)
    const parts = partsOf(allowedCores(), coresPerTrial, 1)
    if (!this.#taskset)
      this.#notice('Trials are not bound to cores: this system has no taskset. Only their threads are limited.')
    else if (parts.length > 0) this.#cores = new Slots(parts)
    else this.#notice(`Trials are not bound to cores: this process may use fewer than ${coresPerTrial}.`)
  }

  async run(spec: TrialSpec, host: TrialHost): Promise<Execution> {
    const running = this.#run(spec, host)
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  /** Kills all commands. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.allSettled(this.#running)
    this.#watcher.close()
    this.#channel.close()
  }

  async #run(spec: TrialSpec, host: TrialHost): Promise<Execution> {
    if (!spec.hasDeclaredSpace) {
      throw studyError(
        'ERR_SPACE_REQUIRED',
        'A command cannot define its space by run: declare the space of the study.',
      )
    }
    await this.#channel.listening
    const slots: Slot<unknown>[] = []
    try {
      const devices = await this.#take(slots, host.signal)
      if (host.signal.aborted) return { thrown: host.signal.reason }
      if (this.#closing.signal.aborted) throw closedError(`The executor was closed before trial ${spec.number} ran.`)
      return await this.#attempt(spec, host, devices)
    } finally {
      for (const slot of slots) slot.release()
    }
  }

  /** Waits for devices and cores; returns without them if the signal is aborted. */
  async #take(
    slots: Slot<unknown>[],
    signal: AbortSignal,
  ): Promise<{ gpus?: readonly string[]; cores?: readonly number[] }> {
    const { gpus: given, gpusPerTrial, trialsPerGpu } = this.#options
    this.#gpus ??=
      given &&
      visibleGpus(given, this.#environment).then(
        (ids) => new Slots(partsOf(this.#enough(ids), gpusPerTrial, trialsPerGpu)),
      )
    const gpuSlots = await this.#gpus
    try {
      if (gpuSlots?.hasFree === false) this.#sayWaiting('devices')
      const gpus = await gpuSlots?.take(signal)
      if (gpus) slots.push(gpus)
      if (this.#cores?.hasFree === false) this.#sayWaiting('cores')
      const cores = await this.#cores?.take(signal)
      if (cores) slots.push(cores)
      return { ...(gpus && { gpus: gpus.items }), ...(cores && { cores: cores.items }) }
    } catch (error) {
      if (signal.aborted) return {}
      throw error
    }
  }

  #enough(ids: readonly string[]): readonly string[] {
    const { gpusPerTrial } = this.#options
    const rest = ids.length % gpusPerTrial
    if (rest > 0 && ids.length > gpusPerTrial)
      this.#notice(
        `Of ${ids.length} devices, ${rest} ${rest === 1 ? 'is' : 'are'} not used: each trial needs ${gpusPerTrial}.`,
      )
    if (ids.length >= gpusPerTrial) return ids
    throw productError('ERR_NO_DEVICES', `Each trial needs ${countOf(gpusPerTrial, 'device')}; found: ${ids.length}.`)
  }

  async #attempt(
    spec: TrialSpec,
    host: TrialHost,
    { gpus, cores }: { readonly gpus?: readonly string[]; readonly cores?: readonly number[] },
  ): Promise<Execution> {
    const { template, space, cwd, environment, coresPerTrial, constraints } = this.#options
    const { study, studyCreatedAt, key, number, attempt, params } = spec
    const identity = { name: study, createdAt: studyCreatedAt, key }
    const folder = trialFolder(resolve(cwd, this.#options.folder), identity, number)
    const names = [...new Set([...spec.metrics, ...constraints])]
    this.#sayShared(Object.keys(params))
    const paramsFile = join(folder, PARAMS_NAME)
    const env = definedOf({
      ...this.#inherited,
      ...(coresPerTrial !== undefined && threadEnvironment(coresPerTrial)),
      ...environment,
      ...(gpus && gpuEnvironment(gpus, this.#environment)),
      ...trialEnvironment({ study, number, attempt, params, folder, paramsFile }),
    })
    const values = { number, params, folder, paramsFile, environment: env, space }
    let argv: readonly string[]
    try {
      argv = renderCommand(template, values)
    } catch (thrown) {
      return { thrown }
    }
    this.#checkStartable(argv[0] ?? '', env.PATH)
    prepareFolder(folder, params, attempt)
    if (cores && this.#taskset) argv = [this.#taskset, '-c', cores.join(), ...argv]
    const { reader, release } = await this.#reader(spec, names, folder)
    try {
      return await new CommandAttempt({
        spec,
        host,
        argv,
        cwd,
        environment: { ...env, PYTHONPATH: pythonPath(env.PYTHONPATH) },
        log: join(folder, LOG_NAME),
        names,
        reader,
        channel: this.#channel,
        watcher: this.#watcher,
        options: this.#options,
        memoryGroups: this.#memoryGroups,
        closing: this.#closing.signal,
        notice: (text) => this.#notice(text),
      }).run()
    } finally {
      release()
    }
  }

  #checkStartable(program: string, path: string | undefined): void {
    if (this.#startable.has(program)) return
    checkProgram(program, this.#options.cwd, path)
    this.#startable.add(program)
  }

  async #reader(
    { metrics, number }: TrialSpec,
    names: readonly string[],
    folder: string,
  ): Promise<{ readonly reader: MetricReader; readonly release: () => void }> {
    const { metric, cwd } = this.#options
    const release = () => {}
    if (metric.kind === 'json') return { reader: jsonReader(names), release }
    if (metric.kind === 'regex') {
      const key = metrics.join('\0')
      const readers = this.#patterns.get(key) ?? regexReaders(metric.pattern, metrics, names)
      this.#patterns.set(key, readers)
      return { reader: (await readers)(), release }
    }
    const path = metric.path.replaceAll('{dir}', () => folder).replaceAll('{trial}', String(number))
    const file = isAbsolute(path) ? path : resolve(cwd, path)
    if (this.#files.has(file)) {
      throw new SweetspotError(
        'ERR_INVALID_ARGUMENT',
        `Trials that run at the same time would write the same file ${file}: let each write {dir}/metrics.json.`,
      )
    }
    this.#files.add(file)
    return { reader: fileReader(file, names), release: () => void this.#files.delete(file) }
  }

  #sayWaiting(what: string): void {
    this.#notice(
      `More trials run at the same time than ${what} are free for: they wait, which counts for their timeout. Lower concurrency.`,
    )
  }

  #sayShared(names: readonly string[]): void {
    for (const { variable, names: all } of sharedVariables(names)) {
      this.#notice(`The params ${all.join(', ')} have no environment variable: all would be ${variable}.`)
    }
  }

  /** Says each notice once. */
  #notice(text: string): void {
    if (this.#said.has(text)) return
    this.#said.add(text)
    try {
      this.#options.onNotice(text)
    } catch (error) {
      process.emitWarning(`onNotice threw: ${causeText(error)}.`, 'SweetspotWarning')
    }
  }
}

/** The variables that have a value. */
const definedOf = (variables: { readonly [name: string]: string | undefined }): { readonly [name: string]: string } =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  )

const pythonPath = (inherited: string | undefined) =>
  [pythonModuleFolder(), ...(inherited ? [inherited] : [])].join(process.platform === 'win32' ? ';' : ':')
