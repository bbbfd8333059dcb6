import { causeText, type Execution, invokeAsync, SweetspotError, type TrialHost, type TrialSpec } from '@sweetspot/core'
import { productError } from '../product-error.ts'
import type { TrialOutput, WorkerSettings } from './isolation-options.ts'
import { receivedError, type SentError, sentError } from './sent-error.ts'
import type { TrialWorker, WorkerEnd, WorkerOutput } from './trial-worker.ts'
import { decodeMessage, InvalidMessage, type WorkerMessage } from './worker-message.ts'

/** How a worker ended its trial. */
export interface WorkerRun {
  readonly execution: Execution
  /** Whether the worker can run another trial. */
  readonly isReusable: boolean
}

/** Maximum length of the output that is recorded with a crash, in characters. */
const MAX_ERROR_OUTPUT = 4_000

/**
 * Runs a trial on a worker, and serves the worker until the trial has ended.
 *
 * @returns How it ended the trial; or how the worker ended, as a text, if it did not receive the trial.
 * @throws ERR_WORKER_FAILED if the worker breaks the protocol, ERR_INVALID_OBJECTIVE_MODULE, ERR_CALLBACK_FAILED if the
 *   function `output` throws or rejects
 */
export async function runOnWorker(
  worker: TrialWorker,
  spec: TrialSpec,
  host: TrialHost,
  output: WorkerSettings['output'],
): Promise<WorkerRun | string> {
  // Drops output that the previous trial wrote after it had ended.
  worker.takeOutput()
  const end = await new ServedRun(worker, spec, host).end()
  if (typeof output === 'function') await turns()
  const written = worker.takeOutput()
  if ('unreceived' in end) return endText(end.unreceived, written)
  await passOn(output, { number: spec.number, attempt: spec.attempt, ...written })
  if ('failed' in end) throw end.failed
  if ('run' in end) return end.run
  const { crash } = end
  const error = endText(crash, written)
  return { execution: { outcome: { state: 'failed', reason: crash.reason, error } }, isReusable: false }
}

/** Lets this process read what has already been written: output and messages come by different ways. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise(setImmediate)
}

type RunEnd =
  | { readonly unreceived: WorkerEnd }
  | { readonly failed: unknown }
  | { readonly run: WorkerRun }
  | { readonly crash: WorkerEnd }

class ServedRun {
  readonly #worker: TrialWorker
  readonly #spec: TrialSpec
  readonly #host: TrialHost
  #hasStarted = false
  readonly #end = Promise.withResolvers<RunEnd>()
  /** How the trial ends once the worker has ended. */
  #decided: RunEnd | undefined

  constructor(worker: TrialWorker, spec: TrialSpec, host: TrialHost) {
    this.#worker = worker
    this.#spec = spec
    this.#host = host
  }

  async end(): Promise<RunEnd> {
    const { signal } = this.#host
    const worker = this.#worker
    const abort = () => {
      if (this.#decided) return
      this.#decided = endedRun({ thrown: signal.reason })
      worker.stop(signal.reason)
    }
    worker.hold(true)
    worker.listen((text) => this.#receive(text))
    void worker.ended.then((end) =>
      this.#end.resolve(this.#decided ?? (this.#hasStarted ? { crash: end } : { unreceived: end })),
    )
    worker.command({ type: 'run', spec: this.#spec, chooses: this.#host.choose !== undefined })
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    try {
      return await this.#end.promise
    } finally {
      signal.removeEventListener('abort', abort)
      worker.listen(() => {})
    }
  }

  /** Ends the trial in this way after the worker was killed. */
  #killWith(end: RunEnd): void {
    this.#decided ??= end
    this.#worker.kill()
  }

  #receive(text: string): void {
    try {
      this.#obey(decodeMessage(text))
    } catch (thrown) {
      const isInvalid = thrown instanceof InvalidMessage
      // An error of the host belongs to the objective, which has gone on.
      this.#killWith(isInvalid ? { failed: workerFailed(thrown.message) } : endedRun({ thrown }))
    }
  }

  #obey(message: WorkerMessage): void {
    const host = this.#host
    switch (message.type) {
      case 'ready':
        return
      case 'started':
        this.#hasStarted = true
        return
      case 'unloadable':
        return this.#killWith({ failed: unloadable(message.error) })
      case 'decide':
        return this.#answer(() => host.decide())
      case 'choose':
        return this.#answer(() => host.choose?.(message.name, message.parameter))
      case 'sync':
        return this.#answer(() => null)
      case 'returned':
        return this.#ends({ returned: message.value }, true)
      case 'thrown':
        return this.#ends({ thrown: receivedError(message.error) }, EXPECTED.has(message.error.name))
      default:
        // The trial is over: the study would refuse it.
        if (!this.#decided) this.#record(message)
    }
  }

  #record(message: Extract<WorkerMessage, { readonly type: 'report' | 'annotate' | 'asked' }>): void {
    if (message.type === 'report') this.#host.report(message.value, message.step)
    else if (message.type === 'annotate') this.#host.annotate(message.name, message.value)
    else this.#host.asked(message)
  }

  #answer(question: () => unknown): void {
    try {
      this.#worker.answer({ value: question() })
    } catch (thrown) {
      this.#worker.answer({ error: sentError(thrown) })
    }
  }

  #ends(execution: Execution, isReusable: boolean): void {
    // A trial that was aborted has its reason as its end. The objective has stopped, so nothing is waited for.
    if (this.#decided) return this.#worker.kill()
    this.#decided = { run: { execution, isReusable } }
    this.#end.resolve(this.#decided)
  }
}

/** The errors that an objective throws on purpose, by name. After another one the worker may be in any state. */
const EXPECTED: ReadonlySet<string> = new Set(['TrialPruned', 'FailedTrialError', 'FatalError'])

const endedRun = (execution: Execution): RunEnd => ({ run: { execution, isReusable: false } })

/** How a worker ended, and the end of what it wrote. V8's report of a full heap is left out. */
function endText({ reason, how }: WorkerEnd, { stderr }: WorkerOutput): string {
  const rest = reason === 'memory' ? '' : stderr.trim().slice(-MAX_ERROR_OUTPUT)
  return `${how}\n${rest}`.trim()
}

/** The error of a worker that could not start or broke the protocol. */
export const workerFailed = (text: string, cause?: unknown) =>
  productError('ERR_WORKER_FAILED', text, cause === undefined ? {} : { cause })

function unloadable(error: SentError): unknown {
  const cause = receivedError(error)
  if (cause instanceof SweetspotError && cause.code === 'ERR_INVALID_OBJECTIVE_MODULE') return cause
  const text = `The module of the objective cannot be loaded: ${causeText(cause)}.`
  return productError('ERR_INVALID_OBJECTIVE_MODULE', text, { cause })
}

async function passOn(output: WorkerSettings['output'], written: TrialOutput): Promise<void> {
  if (typeof output !== 'string') await invokeAsync('the function output of the executor', () => output(written))
}
