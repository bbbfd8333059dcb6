import { readSync, writeSync } from 'node:fs'
import {
  type AskedParameter,
  decodeData,
  ERRORS,
  encodeData,
  FailedTrialError,
  FatalError,
  liveTrial,
  messageOf,
  type PruningDecision,
  SweetspotError,
  type Trial,
  type TrialHost,
  TrialPruned,
  type TrialSpec,
} from 'sweetspot/extend'
import { executorPrograms } from 'sweetspot/testing'

/**
 * Runs one trial for `child-process-executor.ts`: reads its spec, calls the objective with the given name, and writes
 * events as lines of JSON. All I/O is synchronous, as `shouldPrune` must be.
 */
const [name = '', telling = 'at once'] = process.argv.slice(2)

/** The file descriptor of the connection to the parent. */
const CHANNEL = 3

/** Retries while the other side is not ready, because pipes may be non-blocking. */
function untilReady(transfer: () => number): number {
  for (;;) {
    try {
      return transfer()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      sleep(1)
    }
  }
}

/** Blocks the whole process. Default: longer than any test, but not forever. */
function sleep(milliseconds = 60_000): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

function send(message: object): void {
  const bytes = Buffer.from(`${encodeData(message)}\n`)
  for (let sent = 0; sent < bytes.length; ) sent += untilReady(() => writeSync(CHANNEL, bytes, sent))
}

function receive(): object {
  const bytes: number[] = []
  const byte = new Uint8Array(1)
  for (;;) {
    if (untilReady(() => readSync(CHANNEL, byte)) === 0) throw new Error('The parent process has ended.')
    if (byte[0] === '\n'.charCodeAt(0)) return decodeData(Buffer.from(bytes).toString())
    bytes.push(byte[0] as number)
  }
}

const objectives: { readonly [name: string]: (trial: Trial) => unknown } = {
  ...executorPrograms,
  square: ({ params }) => (params.x as number) ** 2,
  branches: (trial) => {
    const kind = trial.choice('kind', ['linear', 'tree'])
    return kind === 'tree' ? trial.int('depth', 1, 9) : trial.float('penalty', 0.1, 10, { log: true })
  },
  untilPruned: (trial) => {
    const depth = trial.int('depth', 1, 9)
    trial.annotate('pid', process.pid)
    for (let step = 0; step < 5_000; step += 1) {
      trial.report(depth, step)
      if (trial.shouldPrune()) throw new TrialPruned()
      sleep(2)
    }
    return depth
  },
  throws: () => {
    throw new RangeError('out of range')
  },
  failsItsTrial: () => {
    throw new FailedTrialError('too large')
  },
  endsTheStudy: () => {
    throw new FatalError('the data are gone')
  },
  asksInTwoWays: (trial) => trial.float('x', 0, 1) + trial.float('x', 0, 2),
  reportsText: (trial) => {
    trial.report('bad' as unknown as number)
    sleep()
  },
  notANumber: (trial) => {
    trial.report(Number.POSITIVE_INFINITY)
    return Number.NaN
  },
  crashes: (trial) => {
    trial.report(0.5)
    console.error('no such kernel')
    process.exit(3)
  },
  hangs: (trial) => {
    trial.annotate('pid', process.pid)
    trial.report(0)
    sleep()
  },
  writesRubbish: () => send({ type: 'asked', name: 7 }),
  declaresRubbish: (trial) => {
    const parameter = { kind: 'float', low: 1, high: 0, scale: 'linear' } as const
    host.asked({ name: 'x', parameter, value: 0.5 })
    return trial.number
  },
}

const asked: AskedParameter[] = []
const host: TrialHost = {
  // A trial that is no longer needed ends with its process.
  signal: new AbortController().signal,
  report: (value, step) => send({ type: 'report', value, ...(step !== undefined && { step }) }),
  decide: () => {
    send({ type: 'decide' })
    return receive() as PruningDecision
  },
  annotate: (attribute, value) => send({ type: 'annotate', name: attribute, value }),
  asked: (parameter) => {
    if (telling === 'at the end') asked.push(parameter)
    else send({ type: 'asked', ...parameter })
  },
}

const trace = () => telling === 'at the end' && { trace: asked }
const trial = liveTrial(receive() as TrialSpec, host)
// A pending promise does not keep a process alive.
const alive = setInterval(() => {}, 60_000)
try {
  send({ type: 'returned', value: await objectives[name]?.(trial), ...trace() })
} catch (thrown) {
  const error = thrown instanceof SweetspotError && { code: thrown.code }
  // The parent creates the SweetspotError again, which adds the advice and the code.
  const message = error ? messageOf(thrown).replace(` ${ERRORS[error.code]} [${error.code}]`, '') : messageOf(thrown)
  const known = [TrialPruned, FailedTrialError, FatalError].some((kind) => thrown instanceof kind)
  send({ type: 'thrown', ...(known && { kind: (thrown as Error).name }), message, ...error, ...trace() })
} finally {
  clearInterval(alive)
}
