import { type Execution, type TrialHost, TrialPruned, type TrialSpec } from '@sweetspot/core'
import { closedError } from '../executors/closed-error.ts'
import { productError } from '../product-error.ts'
import { formatMegabytes } from '../text/format-megabytes.ts'
import type { Channel } from './channel/channel.ts'
import type { CheckedOptions } from './command-options.ts'
import { type CommandEnd, CommandProcess } from './process/command-process.ts'
import type { MemoryGroup, MemoryGroups } from './process/memory-groups.ts'
import { type MemoryWatch, watchMemory } from './process/memory-limit.ts'
import type { OrphanWatcher } from './process/orphan-watcher.ts'
import { Pruning } from './pruning.ts'
import type { MetricReader } from './results/metric-reader.ts'
import { readingOf, valuesOf } from './results/read-metrics.ts'
import { ReportedResult } from './results/reported-result.ts'
import { trialLog } from './trial-log.ts'

/** All that one attempt of a trial needs. */
export interface AttemptInput {
  readonly spec: TrialSpec
  readonly host: TrialHost
  readonly argv: readonly string[]
  readonly cwd: string
  readonly environment: { readonly [name: string]: string }
  /** The path of the log. */
  readonly log: string
  /** The names of metrics and constraints. */
  readonly names: readonly string[]
  readonly reader: MetricReader
  readonly channel: Channel
  readonly watcher: OrphanWatcher
  readonly options: CheckedOptions
  readonly memoryGroups: MemoryGroups | undefined
  /** Aborted when the executor is closed. */
  readonly closing: AbortSignal
  readonly notice: (text: string) => void
}

/** Why a command was stopped before its end. */
type Cause =
  | { readonly kind: 'aborted' | 'closed' | 'pruned' }
  | { readonly kind: 'memory'; readonly bytes: number }
  | { readonly kind: 'thrown'; readonly thrown: unknown }

/** Runs the command of one attempt of a trial. */
export class CommandAttempt {
  readonly #input: AttemptInput
  readonly #pruning: Pruning
  readonly #helper: ReportedResult
  #process: CommandProcess | undefined
  #cause: Cause | undefined

  constructor(input: AttemptInput) {
    const { host, options, names } = input
    this.#input = input
    this.#pruning = new Pruning(host, options.gracePeriod, () => this.#stop({ kind: 'pruned' }))
    this.#helper = new ReportedResult(names)
  }

  async run(): Promise<Execution> {
    const { host, argv, cwd, environment, log, options, channel, watcher, closing, reader, notice } = this.#input
    const { key, release } = channel.admit({
      report: (values, step) => this.#reported(values, step),
      shouldPrune: () => this.#pruning.asked(),
      annotate: (name, value) => host.annotate(name as string, value),
    })
    const aborted = () => this.#stop({ kind: 'aborted' })
    const closed = () => this.#stop({ kind: 'closed' })
    const { memoryLimit } = options
    const group = memoryLimit === undefined ? undefined : this.#input.memoryGroups?.create(memoryLimit)
    let memory: MemoryWatch | undefined
    try {
      this.#process = new CommandProcess({
        argv,
        cwd,
        environment: { ...environment, SWEETSPOT_CHANNEL: channel.path, SWEETSPOT_CHANNEL_KEY: key },
        mark: key,
        watcher,
        log: trialLog(log, options.logLimit),
        grace: options.gracePeriod,
        hurry: closing,
        line: (stream, text) => this.#printed(stream, text),
      })
      const { family } = this.#process
      if (family) group?.add(family.leader)
      await this.#process.started
      host.signal.addEventListener('abort', aborted, { once: true })
      closing.addEventListener('abort', closed, { once: true })
      if (closing.aborted) closed()
      else if (host.signal.aborted) aborted()
      if (memoryLimit !== undefined && family) {
        memory = watchMemory(family, memoryLimit, (bytes) => this.#stop({ kind: 'memory', bytes }))
      }
      const end = await this.#process.ended
      if (end.logError !== undefined) notice(`The log ${log} is incomplete: ${end.logError}.`)
      return await this.#execution(end, reader, group)
    } finally {
      memory?.close()
      group?.remove()
      this.#pruning.close()
      release()
      host.signal.removeEventListener('abort', aborted)
      closing.removeEventListener('abort', closed)
    }
  }

  /**
   * Stops the command, or the wait for the output of what it left behind. The first cause counts; memory is freed, and
   * the executor closed, without a grace period.
   */
  #stop(cause: Cause): void {
    if (this.#process?.hasExited) return this.#process.endOutput()
    if (this.#cause) return
    this.#cause = cause
    this.#pruning.close()
    this.#process?.stop(cause.kind === 'memory' || cause.kind === 'closed' ? 0 : this.#input.options.gracePeriod)
  }

  /** Values that the helper reports. Errors are shown to the command. */
  #reported(values: unknown, step: number | undefined): void {
    if (step === undefined) {
      this.#helper.result(values)
      return
    }
    this.#input.host.report(values, step)
    this.#helper.atStep(values, step)
    this.#pruning.reported()
  }

  #printed(stream: 'stdout' | 'stderr', text: string): void {
    if (this.#cause) return
    const found = this.#input.reader.line(stream, text)
    if (!found) return
    try {
      this.#input.host.report(found.values, found.step)
      this.#pruning.printed()
    } catch (thrown) {
      this.#stop({ kind: 'thrown', thrown })
    }
  }

  #stoppedExecution(cause: Cause): Execution {
    const { host, spec, options } = this.#input
    switch (cause.kind) {
      case 'aborted':
        return { thrown: host.signal.reason }
      case 'closed':
        throw closedError(`The executor was closed while trial ${spec.number} ran.`)
      case 'pruned':
        return { thrown: new TrialPruned() }
      case 'thrown':
        return { thrown: cause.thrown }
      case 'memory': {
        const limit = formatMegabytes(options.memoryLimit ?? 0)
        return failed('memory', `The command used ${formatMegabytes(cause.bytes)}, more than its limit of ${limit}.`)
      }
    }
  }

  async #execution(end: CommandEnd, reader: MetricReader, group: MemoryGroup | undefined): Promise<Execution> {
    const { spec, options, names } = this.#input
    if (this.#cause) return this.#stoppedExecution(this.#cause)
    if (end.code !== 0 && group?.isExceeded === true) {
      return failed('memory', `The command needed more than its limit of ${formatMegabytes(options.memoryLimit ?? 0)}.`)
    }
    const isEarly = this.#pruning.isTold && !this.#helper.hasResult
    if (end.signal !== null) {
      if (isEarly) return { thrown: new TrialPruned() }
      const hint = end.signal === 'SIGKILL' ? ' The system may have run out of memory.' : ''
      return failed('crashed', `The command was ended by ${end.signal}${lastWords(end)}${hint}`)
    }
    if (end.code !== 0) {
      if (isEarly) return { thrown: new TrialPruned() }
      return { thrown: new Error(`The command ended with exit code ${end.code}${lastWords(end)}`) }
    }
    const reading = readingOf(spec, names, this.#helper, await reader.end(end.skipped))
    if (isEarly && !reading.hasResult) return { thrown: new TrialPruned() }
    try {
      options.onMetrics?.(reading.reading)
    } catch (thrown) {
      return { thrown }
    }
    const { missing, found } = reading.reading
    if (missing.length === 0) return { returned: valuesOf(reading.reading) }
    const text = `Trial ${spec.number} has no value of ${missing.join(', ')}. ${found}`
    return { thrown: productError('ERR_METRIC_NOT_FOUND', text) }
  }
}

const failed = (reason: 'memory' | 'crashed', error: string): Execution => ({
  outcome: { state: 'failed', reason, error },
})

const lastWords = ({ lastError }: CommandEnd) => (lastError === undefined ? '.' : `: ${lastError}`)
