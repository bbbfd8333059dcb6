import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Duplex } from 'node:stream'
import { FailedTrialError, FatalError, SweetspotError, TrialPruned } from 'sweetspot'
import {
  type AskedParameter,
  decodeData,
  ERRORS,
  type ErrorCode,
  type Execution,
  type Executor,
  encodeData,
  type TrialHost,
  type TrialSpec,
} from 'sweetspot/extend'

export interface ChildProcessOptions {
  /** When the child sends the parameters that its objective asked for. Default: 'at once'. */
  readonly telling?: 'at once' | 'at the end'
}

/** An executor for tests. A production executor would start fewer processes and protect them better. */
export interface ChildProcessExecutor extends Executor {
  /** The children started so far. */
  readonly children: readonly ChildProcess[]
}

/** Runs each trial in its own child process, with an objective of `processes/objective.ts` given by name. */
export function childProcessExecutor(objective: string, options: ChildProcessOptions = {}): ChildProcessExecutor {
  if (!existsSync(join(import.meta.dirname, '../dist/extend.js'))) {
    throw new Error('The packages are not built: run `npm run build` first.')
  }
  const children: ChildProcess[] = []
  const script = join(import.meta.dirname, 'processes/objective.ts')
  return {
    children,
    run: async (spec, host) => {
      if (host.signal.aborted) return { thrown: host.signal.reason }
      const args = [script, objective, options.telling ?? 'at once']
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
      children.push(child)
      return watch(child, spec, host)
    },
    close: async () => {
      for (const child of children) child.kill('SIGKILL')
    },
  }
}

/** Serves a child until it has ended, when the promise settles. */
function watch(child: ChildProcess, spec: TrialSpec, host: TrialHost): Promise<Execution> {
  return new Promise((resolve, reject) => {
    const channel = child.stdio[3] as Duplex
    const send = (message: object) => channel.write(`${encodeData(message)}\n`)
    let settle: (() => void) | undefined
    const end = (how: () => void) => {
      settle ??= how
      child.kill('SIGKILL')
    }
    const abort = () => end(() => resolve({ thrown: host.signal.reason }))
    host.signal.addEventListener('abort', abort, { once: true })
    let errors = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    const lines = createInterface({ input: channel })
    // A child that is killed before it has read everything resets the connection; its end is handled below.
    channel.on('error', () => {})
    lines.on('error', () => {})
    lines.on('line', (line) => {
      if (settle) return
      try {
        const execution = obey(decode(line), host, send)
        if (execution) end(() => resolve(execution))
      } catch (thrown) {
        if (thrown instanceof ProtocolError) end(() => reject(thrown))
        else end(() => resolve({ thrown }))
      }
    })
    child.on('error', (error) => end(() => reject(error)))
    child.on('close', (code, signal) => {
      host.signal.removeEventListener('abort', abort)
      const error = `The process ended by ${signal ?? `exit code ${code}`}. ${errors}`.trim()
      settle ??= () => resolve({ outcome: { state: 'failed', reason: 'crashed', error } })
      settle()
    })
    send(spec)
  })
}

/** An invalid line from a child, which is an error of the executor, not of the objective. */
class ProtocolError extends Error {}

interface Ended {
  readonly trace?: readonly AskedParameter[]
}

type Message =
  | { readonly type: 'report'; readonly value: unknown; readonly step?: number }
  | { readonly type: 'annotate'; readonly name: string; readonly value: unknown }
  | ({ readonly type: 'asked' } & AskedParameter)
  | { readonly type: 'decide' }
  | ({ readonly type: 'returned'; readonly value: unknown } & Ended)
  | ({
      readonly type: 'thrown'
      /** The name of an error that the study handles specially. */
      readonly kind?: keyof typeof KINDS
      readonly message: string
      readonly code?: ErrorCode
    } & Ended)

/**
 * Parses a line as a message and checks its shape. The host checks values, traces and outcomes.
 *
 * @throws ProtocolError
 */
function decode(line: string): Message {
  let message: { readonly [key: string]: unknown }
  try {
    message = decodeData(line)
  } catch (cause) {
    throw new ProtocolError(`The child wrote ${line}.`, { cause })
  }
  const { type, name, step, trace = [], kind, message: text, code } = message
  const isWell = {
    report: () => step === undefined || typeof step === 'number',
    annotate: () => typeof name === 'string',
    asked: () => typeof name === 'string',
    decide: () => true,
    returned: () => Array.isArray(trace),
    thrown: () =>
      Array.isArray(trace) &&
      (kind === undefined || Object.hasOwn(KINDS, kind as string)) &&
      typeof text === 'string' &&
      (code === undefined || Object.hasOwn(ERRORS, code as string)),
  }
  if (typeof type === 'string' && Object.hasOwn(isWell, type) && isWell[type as keyof typeof isWell]()) {
    return message as unknown as Message
  }
  throw new ProtocolError(`The child wrote ${line}.`)
}

/** Handles a message; returns the end of the trial if it is one. */
function obey(message: Message, host: TrialHost, send: (answer: object) => void): Execution | undefined {
  switch (message.type) {
    case 'report':
      host.report(message.value, message.step)
      return undefined
    case 'annotate':
      host.annotate(message.name, message.value)
      return undefined
    case 'asked':
      host.asked(message)
      return undefined
    case 'decide':
      send(host.decide())
      return undefined
    case 'returned':
      return { returned: message.value, ...(message.trace && { trace: message.trace }) }
    case 'thrown':
      return { thrown: errorOf(message), ...(message.trace && { trace: message.trace }) }
  }
}

const KINDS = { TrialPruned, FailedTrialError, FatalError }

/** Creates an error that the study handles specially, or an error of the objective. */
function errorOf({ kind, message, code }: Extract<Message, { readonly type: 'thrown' }>): Error {
  if (kind) return new KINDS[kind](message)
  return code ? new SweetspotError(code, message) : new Error(message)
}
