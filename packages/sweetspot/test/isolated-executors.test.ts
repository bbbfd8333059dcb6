import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  childProcessExecutor,
  createStudy,
  fixed,
  medianPruner,
  openStorage,
  randomSampler,
  type Study,
  type StudyOptions,
  space,
  workerThreadExecutor,
} from 'sweetspot'
import { type Executor, type IsolationOptions, readStudy, type TrialOutput } from 'sweetspot/extend'
import { executorCases, isolationCases } from 'sweetspot/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startScript } from './child-process.ts'

const behaviour = new URL('./objectives/behaviour.ts', import.meta.url)
const conformance = new URL('./objectives/conformance.ts', import.meta.url)

let folder: string
beforeAll(() => {
  if (!existsSync(join(import.meta.dirname, '../dist/node/executors/worker/process-main.js'))) {
    throw new Error('The packages are not built: run `npm run build` first.')
  }
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const executors: Executor[] = []
afterEach(async () => {
  for (const executor of executors.splice(0)) await executor.close()
})

const open = (options: Pick<StudyOptions, 'pruner' | 'storage' | 'name'> = {}) =>
  createStudy({ sampler: randomSampler(), seed: 1, observers: [{ notice: () => {} }], ...options })

const workersOf = (study: Study) => study.trials.map(({ attributes }) => attributes['worker'])

/** Options with which the objective 'meets' waits for as many trials. */
const meeting = (members: number): IsolationOptions => ({
  env: { MEETING: mkdtempSync(join(folder, 'meeting-')), MEMBERS: String(members) },
})

const KINDS = [
  { name: 'workerThreadExecutor', make: workerThreadExecutor, hasProcesses: false },
  { name: 'childProcessExecutor', make: childProcessExecutor, hasProcesses: true },
]

describe.each(KINDS)('$name', ({ name, make, hasProcesses }) => {
  const executorOf = (name: string, options: IsolationOptions = {}) => {
    const executor = make(behaviour, { export: name, output: 'ignore', ...options })
    executors.push(executor)
    return executor
  }
  const ofProgram = (program: string, options: IsolationOptions = {}) =>
    make(conformance, { export: 'program', env: { PROGRAM: program }, output: 'ignore', ...options })

  describe('conforms', () => {
    it.each(executorCases((program) => ofProgram(program)))('$name', { timeout: 240_000 }, ({ run }) => run())
  })

  describe('isolates', () => {
    const misdeedOf = (misdeed: string) => ofProgram(misdeed, { memoryLimit: 64e6 })
    it.each(isolationCases(misdeedOf, { hasProcesses }))('$name', { timeout: 240_000 }, ({ run }) => run())
  })

  it('names the memory limit in the error of the trial', async () => {
    const study = await createStudy({ space: space({ x: fixed(-1) }), seed: 1 })
    await study.optimize(ofProgram('fills its memory', { memoryLimit: 64e6 }), { trials: 1 })
    expect(study.trials[0]).toMatchObject({
      reason: 'memory',
      error: expect.stringContaining('its limit of 64 MB of heap'),
    })
  })

  it('keeps workers warm, and replaces them after a number of trials', async () => {
    const warm = await open()
    await warm.optimize(executorOf('square'), { trials: 6 })
    expect(new Set(workersOf(warm)).size).toBe(1)
    expect(warm.trials.at(-1)?.attributes['trials']).toBe(6)
    const replaced = await open()
    await replaced.optimize(executorOf('square', { trialsPerWorker: 2 }), { trials: 6 })
    expect(new Set(workersOf(replaced)).size).toBe(3)
    expect(replaced.trials.map(({ attributes }) => attributes['trials'])).toEqual([1, 2, 1, 2, 1, 2])
  })

  it('starts as many workers as trials run at the same time, but no more than its size', async () => {
    const free = await open()
    await free.optimize(executorOf('meets', meeting(3)), { trials: 3, concurrency: 3 })
    expect(new Set(workersOf(free)).size).toBe(3)
    const limited = await open()
    await limited.optimize(executorOf('meets', { size: 2, ...meeting(2) }), { trials: 5, concurrency: 5 })
    expect(limited.snapshot.counts.completed).toBe(5)
    expect(new Set(workersOf(limited)).size).toBe(2)
  })

  it('replaces a worker after an unexpected error, and keeps it after FailedTrialError', async () => {
    const study = await open()
    await study.optimize(executorOf('failsOnce'), { trials: 1, retries: 1 })
    await study.optimize(executorOf('failsOnce'), { trials: 1, retries: 1 })
    const [first, second] = workersOf(study)
    expect(first).not.toBe(second)
    const failing = await open()
    await failing.optimize(executorOf('failsItsTrial'), { trials: 2 })
    expect(new Set(workersOf(failing)).size).toBe(1)
    expect(failing.trials[1]).toMatchObject({ state: 'failed', reason: 'error', error: 'too large' })
  })

  it('runs a trial on another worker if an earlier trial has ended the idle one', async () => {
    const study = await open()
    const ended = join(mkdtempSync(join(folder, 'ended-')), 'file')
    const executor = executorOf('leavesAnError', { env: { ENDED: ended } })
    await study.optimize(executor, { trials: 1 })
    await expect.poll(() => existsSync(ended)).toBe(true)
    // Its end has begun; this process hears of it.
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await study.optimize(executor, { trials: 1 })
    expect(study.trials.map(({ state }) => state)).toEqual(['completed', 'completed'])
    expect(new Set(workersOf(study)).size).toBe(2)
  })

  it('discovers the same define-by-run space as an objective in this process', async () => {
    const there = await open()
    await there.optimize(executorOf('branches'), { trials: 5 })
    const here = await open()
    await here.optimize(
      (trial) => {
        const kind = trial.choice('kind', ['linear', 'tree'])
        return kind === 'tree' ? trial.int('depth', 1, 9) : trial.float('penalty', 0.1, 10, { log: true })
      },
      { trials: 5 },
    )
    const outcomes = ({ trials }: Study) => trials.map(({ state, params }) => ({ state, params }))
    expect(outcomes(there)).toEqual(outcomes(here))
    expect(there.snapshot.discovery).toEqual(here.snapshot.discovery)
  })

  it('chooses values without a suggestion in the study, so that none is repeated', async () => {
    const study = await open()
    await study.optimize(executorOf('choosesOfFour'), { trials: 4, concurrency: 2 })
    expect(new Set(study.trials.map(({ params }) => params['level']))).toEqual(new Set([1, 2, 3, 4]))
  })

  it('writes what the objective asks for and attaches while it runs; its pruner stops it, with a reason', async () => {
    const storage = openStorage(`sqlite:${join(folder, `${hasProcesses}.db`)}`)
    const pruner: NonNullable<StudyOptions['pruner']> = {
      name: 'once-written',
      decide: ({ trials }, { number }) => {
        const seen = trials.get(number)
        const isWritten = seen?.params['depth'] !== undefined && seen.attributes['worker'] !== undefined
        return isWritten ? { action: 'pause', reason: 'Later.', memo: { rung: 1 } } : { action: 'continue' }
      },
    }
    const study = await open({ name: 'paused', storage, pruner })
    await study.optimize(executorOf('untilPruned'), { trials: 1 })
    await study.close()
    const { trials } = await readStudy(storage, 'paused')
    await storage.close()
    const expected = { state: 'paused', reason: 'Later.', memo: { rung: 1 }, params: { depth: expect.any(Number) } }
    expect(trials.get(0)).toMatchObject(expected)
  })

  it('prunes by the median, and takes thousands of reports', async () => {
    const study = await open({ pruner: medianPruner({ startupTrials: 2 }) })
    await study.optimize(executorOf('reportsMuch'), { trials: 2 })
    expect(study.trials.map(({ measurements }) => measurements.length)).toEqual([5_000, 5_000])
  })

  it('rejects with errors of the objective: class, name, code, cause and stack', async () => {
    const study = await open()
    await expect(study.optimize(executorOf('throwsBadly'), { trials: 1 })).rejects.toMatchObject({
      name: 'RangeError',
      message: 'out of range',
      cause: expect.any(TypeError),
      stack: expect.stringContaining('behaviour.ts'),
    })
    await study.optimize(executorOf('throwsBadly'), { trials: 1, catch: RangeError })
    await expect(study.optimize(executorOf('throwsItsOwn'), { trials: 1 })).rejects.toMatchObject({
      name: 'DataError',
      code: 'E_DATA',
      message: 'no data',
    })
    await expect(study.optimize(executorOf('throwsText'), { trials: 1 })).rejects.toBe('plain text')
    await expect(study.optimize(executorOf('endsTheStudy'), { trials: 2, catch: true })).rejects.toMatchObject({
      name: 'FatalError',
    })
    const twice = study.optimize(executorOf('asksInTwoWays'), { trials: 1, retries: 1 })
    await expect(twice).rejects.toMatchObject({
      code: 'ERR_PARAMETER_CONFLICT',
      message: expect.stringMatching(
        /^Trial \d asks for x with two different ranges\. [^[]*\[ERR_PARAMETER_CONFLICT\]$/,
      ),
    })
  })

  it('throws errors of report in the objective, and refuses results that are no numbers', async () => {
    const study = await open()
    await study.optimize(executorOf('reportsText'), { trials: 1 })
    expect(study.best.value).toBe(1)
    await expect(study.optimize(executorOf('returnsBigint'), { trials: 1 })).rejects.toMatchObject({
      code: 'ERR_INVALID_VALUE',
      message: expect.stringContaining('received 1n'),
    })
    await study.optimize(executorOf('notANumber'), { trials: 1 })
    expect(study.trials.at(-1)).toMatchObject({
      reason: 'not-finite',
      values: { value: Number.NaN },
      measurements: [{ values: { value: Number.POSITIVE_INFINITY } }],
    })
  })

  it('passes the output of each trial to a function, and the end of stderr to the error of a crash', async () => {
    const written: TrialOutput[] = []
    const output = (one: TrialOutput) => void written.push(one)
    const study = await open()
    await study.optimize(executorOf('writes', { output }), { trials: 2 })
    expect(written).toEqual(
      [0, 1].map((number) => ({ number, attempt: 1, stdout: `out of ${number}\n`, stderr: `err of ${number}\n` })),
    )
    await study.optimize(executorOf('crashes'), { trials: 1 })
    const error = expect.stringMatching(/exit code 3\.\nno such kernel$/)
    expect(study.trials.at(-1)).toMatchObject({ state: 'failed', reason: 'crashed', error })
    const throwing = executorOf('writes', {
      output: () => {
        throw new Error('disk full')
      },
    })
    await expect(study.optimize(throwing, { trials: 1 })).rejects.toMatchObject({ code: 'ERR_CALLBACK_FAILED' })
    const rejecting = executorOf('writes', { output: () => Promise.reject(new Error('disk full')) })
    await expect(study.optimize(rejecting, { trials: 1 })).rejects.toMatchObject({
      code: 'ERR_CALLBACK_FAILED',
      message: expect.stringContaining('disk full'),
    })
  })

  it('gives an objective that uses its signal time to clean up, but not more than the grace period', async () => {
    const written: TrialOutput[] = []
    const output = (one: TrialOutput) => void written.push(one)
    const study = await open()
    const cancel = { trialReported: () => void study.cancel(study.trials.length - 1) }
    const run = { trials: 1, observer: cancel }
    const cleaning = executorOf('cleansUp', { gracePeriod: 60_000, output })
    await study.optimize(cleaning, run)
    expect(written[0]?.stdout).toBe('cleaned up: SweetspotError\n')
    await study.optimize(executorOf('ignoresItsSignal', { gracePeriod: 200 }), run)
    expect(study.trials.map((trial) => trial.state === 'failed' && trial.reason)).toEqual(['cancelled', 'cancelled'])
  })

  it('passes the environment on without variables of Sweetspot', async () => {
    process.env['SWEETSPOT_TOKEN'] = 'secret'
    process.env['INHERITED'] = 'yes'
    try {
      const study = await open()
      await study.optimize(executorOf('environment', { env: { GIVEN: '1' } }), { trials: 1 })
      expect(study.trials[0]?.attributes['environment']).toEqual(['none', '1', 'yes'])
      await study.optimize(executorOf('environment', { env: { INHERITED: undefined } }), { trials: 1 })
      expect(study.trials[1]?.attributes['environment']).toEqual(['none', 'none', 'none'])
    } finally {
      delete process.env['SWEETSPOT_TOKEN']
      delete process.env['INHERITED']
    }
  })

  it('withholds variables of Sweetspot also if the program reads them from a file', { timeout: 60_000 }, async () => {
    const file = join(folder, `${hasProcesses}.env`)
    writeFileSync(file, 'SWEETSPOT_TOKEN=secret\nINHERITED=yes\n')
    const shell = ['sh', '-c', 'node=$1; shift; exec "$node" --env-file="$0" "$@"', file]
    const parent = startScript('use-executor.ts', [name, 'printsVariables'], shell)
    expect(await parent.ended).toMatchObject({ code: 0, output: 'none, yes\n' })
  })

  it('waits, when it is closed, for workers that have had their trials', async () => {
    const study = await open()
    const executor = executorOf('endsSlowly', { trialsPerWorker: 1, gracePeriod: 60_000 })
    await study.optimize(executor, { trials: 1 })
    await executor.close()
    expect(existsSync(String(study.trials[0]?.attributes['file']))).toBe(true)
  })

  it('rejects, and requeues the trial, if the module has no objective or cannot be loaded', async () => {
    const study = await open()
    const run = (executor: Executor) => study.optimize(executor, { trials: 1 })
    const invalid = (text: string) => ({
      code: 'ERR_INVALID_OBJECTIVE_MODULE',
      message: expect.stringContaining(text) as string,
    })
    await expect(run(executorOf('missing'))).rejects.toMatchObject(invalid('has no export "missing"; it exports'))
    await expect(run(executorOf('default'))).rejects.toMatchObject(invalid('has no default export'))
    await expect(run(executorOf('notAFunction'))).rejects.toMatchObject(invalid('to be a function; received 7'))
    const broken = make(new URL('./objectives/throws-on-load.ts', import.meta.url), { output: 'ignore' })
    executors.push(broken)
    await expect(run(broken)).rejects.toMatchObject(invalid('no weights'))
    expect(study.trials.map(({ state }) => state)).toEqual(['waiting'])
  })

  it('rejects if a worker cannot start', async () => {
    const study = await open()
    const executor = executorOf('square', { execArgv: ['--import', './does-not-exist.mjs'] })
    await expect(study.optimize(executor, { trials: 1 })).rejects.toMatchObject({
      code: 'ERR_WORKER_FAILED',
      message: expect.stringContaining('does-not-exist'),
    })
    expect(study.trials[0]).toMatchObject({ state: 'waiting' })
  })

  it('lets the program end while workers are idle', async () => {
    const parent = startScript('use-executor.ts', [name, 'square'])
    expect(await parent.ended).toMatchObject({ code: 0, errors: '' })
  })

  it('ends running trials when it is closed, and refuses later ones', async () => {
    const study = await open()
    const executor = executorOf('ignoresItsSignal', { gracePeriod: 100 })
    const trialReported = () => void executor.close()
    const run = study.optimize(executor, { trials: 1, observer: { trialReported } })
    await expect(run).rejects.toMatchObject({ code: 'ERR_EXECUTOR_CLOSED' })
    expect(study.trials).toMatchObject([{ state: 'waiting', requeued: 'aborted' }])
    await expect(study.optimize(executor, { trials: 1 })).rejects.toMatchObject({ code: 'ERR_EXECUTOR_CLOSED' })
  })
})
