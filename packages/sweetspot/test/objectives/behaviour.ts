import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isMainThread, threadId } from 'node:worker_threads'
import { FailedTrialError, FatalError, type Trial, TrialPruned } from 'sweetspot'

/** Blocks the thread. */
const block = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds) === 'timed-out'

/** Identifies the worker. */
const worker = () => `${process.pid}-${isMainThread ? 'main' : threadId}`

let trials = 0

export function square(trial: Trial): number {
  trials += 1
  trial.annotate('worker', worker())
  trial.annotate('trials', trials)
  return trial.float('x', -1, 1) ** 2
}

/** Ends once as many trials as MEMBERS have started. */
export async function meets(trial: Trial): Promise<number> {
  trial.annotate('worker', worker())
  const x = trial.float('x', 0, 1)
  const { MEETING = '', MEMBERS = '1' } = process.env
  writeFileSync(join(MEETING, `${trial.number}`), '')
  while (readdirSync(MEETING).length < Number(MEMBERS)) await pause(5)
  return x
}

export function branches(trial: Trial): number {
  const kind = trial.choice('kind', ['linear', 'tree'])
  return kind === 'tree' ? trial.int('depth', 1, 9) : trial.float('penalty', 0.1, 10, { log: true })
}

export const choosesOfFour = (trial: Trial): number => trial.int('level', 1, 4)

export function untilPruned(trial: Trial): number {
  const depth = trial.int('depth', 1, 9)
  trial.annotate('worker', worker())
  for (let step = 0; step < 5_000; step += 1) {
    trial.report(depth, step)
    if (trial.shouldPrune()) throw new TrialPruned()
    block(2)
  }
  return depth
}

export const reportsMuch = ({ report }: Trial): number => {
  for (let step = 0; step < 5_000; step += 1) report(step, step)
  return 1
}

export function throwsBadly(): number {
  throw new RangeError('out of range', { cause: new TypeError('of the wrong type') })
}

export function throwsText(): number {
  // oxlint-disable-next-line typescript/only-throw-error, no-throw-literal
  throw 'plain text'
}

class DataError extends Error {
  override readonly name = 'DataError'
}

export function throwsItsOwn(): number {
  throw Object.assign(new DataError('no data'), { code: 'E_DATA' })
}

export function failsOnce(trial: Trial): number {
  trial.annotate('worker', worker())
  if (trial.attempt === 1) throw new Error('connection reset')
  return 1
}

export function failsItsTrial(trial: Trial): number {
  trial.annotate('worker', worker())
  throw new FailedTrialError('too large')
}

export function endsTheStudy(): number {
  throw new FatalError('the data are gone')
}

export const asksInTwoWays = (trial: Trial): number => trial.float('x', 0, 1) + trial.float('x', 0, 2)

/** Reports what nobody can report, and returns the code of the error. */
export function reportsText(trial: Trial): number {
  for (const value of ['bad', 1n, undefined, () => 1] as unknown[]) {
    try {
      trial.report(value as number)
      return 0
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ERR_INVALID_VALUE') return -1
    }
  }
  return 1
}

export const returnsBigint = (): number => 1n as unknown as number

export function notANumber(trial: Trial): number {
  trial.report(Number.POSITIVE_INFINITY)
  return Number.NaN
}

export const writes = (trial: Trial): number => {
  console.log(`out of ${trial.number}`)
  console.error(`err of ${trial.number}`)
  return 1
}

export function crashes(): number {
  console.error('no such kernel')
  process.exit(3)
}

/** Cleans up after its signal, as far as it is allowed to. */
export async function cleansUp(trial: Trial): Promise<number> {
  const aborted = new Promise((resolve) => trial.signal.addEventListener('abort', resolve))
  trial.report(0)
  await aborted
  console.log(`cleaned up: ${(trial.signal.reason as Error).name}`)
  await pause(50)
  return 1
}

/** Asks for its signal, and does not obey it. */
export async function ignoresItsSignal(trial: Trial): Promise<number> {
  trial.report(trial.signal.aborted ? 1 : 0)
  await pause(600_000)
  return 1
}

/** Starts a process that ignores SIGTERM, and waits. */
export const hasAChild = (trial: Trial): Promise<number> => waitsWithChild(trial, false)

/** The same with a process that leaves the group. */
export const hasADaemon = (trial: Trial): Promise<number> => waitsWithChild(trial, true)

async function waitsWithChild(trial: Trial, detached: boolean): Promise<number> {
  const script = "process.on('SIGTERM', () => {}); process.send('ready'); setInterval(() => {}, 1000)"
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], detached })
  await new Promise((resolve) => child.once('message', resolve))
  trial.annotate('pids', [process.pid, child.pid])
  trial.report(0)
  await pause(600_000)
  return 1
}

export function loopsWithPid(trial: Trial): number {
  trial.annotate('pids', [process.pid])
  trial.report(0)
  for (;;);
}

/** Waits for an answer of the study again and again. */
export function untilKilled(trial: Trial): number {
  trial.annotate('pids', [process.pid])
  trial.report(0)
  for (;;) trial.shouldPrune()
}

/** Leaves an error behind that ends the worker later. */
export function leavesAnError(trial: Trial): number {
  trial.annotate('worker', worker())
  const { ENDED = '' } = process.env
  process.once('exit', () => writeFileSync(ENDED, ''))
  setTimeout(() => {
    throw new Error('left behind')
  }, 50)
  return 1
}

export const environment = (trial: Trial): number => {
  const { SWEETSPOT_TOKEN = 'none', GIVEN = 'none', INHERITED = 'none' } = process.env
  trial.annotate('environment', [SWEETSPOT_TOKEN, GIVEN, INHERITED])
  trial.annotate('cwd', process.cwd())
  return 1
}

export const printsVariables = (): number => {
  const { SWEETSPOT_TOKEN = 'none', INHERITED = 'none' } = process.env
  console.log(`${SWEETSPOT_TOKEN}, ${INHERITED}`)
  return 1
}

/** Writes a file when its worker has almost ended. */
export const endsSlowly = (trial: Trial): number => {
  const file = join(mkdtempSync(join(tmpdir(), 'sweetspot-')), 'ended')
  process.once('exit', () => {
    block(500)
    writeFileSync(file, '')
  })
  trial.annotate('file', file)
  return 1
}

export const notAFunction = 7
