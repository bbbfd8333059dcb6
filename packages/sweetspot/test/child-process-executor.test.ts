import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStudy, float, openStorage, type Pruner, randomSampler, type StudyOptions, space } from 'sweetspot'
import { type PruningDecision, readStudy } from 'sweetspot/extend'
import { executorCases } from 'sweetspot/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type ChildProcessExecutor, type ChildProcessOptions, childProcessExecutor } from './child-process-executor.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const executors: ChildProcessExecutor[] = []
afterEach(async () => {
  for (const executor of executors.splice(0)) await executor.close()
})

function executorOf(objective: string, options?: ChildProcessOptions): ChildProcessExecutor {
  const executor = childProcessExecutor(objective, options)
  executors.push(executor)
  return executor
}

/** A study without a declared space. */
const open = (options: Pick<StudyOptions, 'pruner' | 'storage' | 'name'> = {}) =>
  createStudy({ sampler: randomSampler(), seed: 1, observers: [{ notice: () => {} }], ...options })

/** Decides like this as soon as the snapshot, which is what was written, shows what the trial asked for. */
const onceWritten = (decision: PruningDecision): Pruner => ({
  name: 'once-written',
  decide: ({ trials, space: { dimensions } }, { number }) => {
    const seen = trials.get(number)
    const isWritten = seen?.params.depth !== undefined && seen.attributes.pid !== undefined && dimensions.length > 0
    return isWritten ? decision : { action: 'continue' }
  },
})

describe('an executor of child processes', () => {
  it.each(executorCases(childProcessExecutor))('$name', ({ run }) => run())

  it('runs trials of a declared space, several at a time', async () => {
    const executor = executorOf('square')
    const study = await createStudy({ space: space({ x: float(-1, 1) }), sampler: randomSampler(), seed: 1 })
    await study.optimize(executor, { trials: 3, concurrency: 2 })
    expect(executor.children).toHaveLength(3)
    for (const trial of study.trials) {
      expect(trial).toMatchObject({ state: 'completed', values: { value: (trial.params.x as number) ** 2 } })
    }
    expect(new Set(study.trials.map(({ params }) => params.x)).size).toBe(3)
  })

  it('distinguishes errors that fail a trial from those that end optimize', async () => {
    const failing = await open()
    expect(await failing.optimize(executorOf('failsItsTrial'), { trials: 2 })).toEqual({
      reason: 'trials',
      trialCount: 2,
    })
    expect(failing.trials[1]).toMatchObject({ state: 'failed', error: 'too large' })
    const ending = await open()
    await expect(ending.optimize(executorOf('endsTheStudy'), { trials: 2, catch: true })).rejects.toMatchObject({
      name: 'FatalError',
      message: 'the data are gone',
    })
    expect(ending.trials).toHaveLength(1)
  })

  it.each(['at once', 'at the end'] as const)(
    'discovers a space by running, with parameters sent %s',
    async (telling) => {
      const there = await open()
      await there.optimize(executorOf('branches', { telling }), { trials: 3 })
      const here = await open()
      await here.optimize(
        (trial) => {
          const kind = trial.choice('kind', ['linear', 'tree'])
          return kind === 'tree' ? trial.int('depth', 1, 9) : trial.float('penalty', 0.1, 10, { log: true })
        },
        { trials: 3 },
      )
      expect(there.trials.map(({ state, params }) => ({ state, params }))).toEqual(
        here.trials.map(({ state, params }) => ({ state, params })),
      )
      expect(there.snapshot.discovery).toEqual(here.snapshot.discovery)
      expect(there.best.params).toEqual(here.best.params)
    },
  )

  it('writes what the objective asks for and attaches while it runs; its pruner stops it, with a reason', async () => {
    const pruner = onceWritten({ action: 'stop', reason: 'It is written.', memo: { rung: 1 } })
    const study = await open({ pruner })
    const executor = executorOf('untilPruned')
    await study.optimize(executor, { trials: 1 })
    const [trial] = study.trials
    expect(trial).toMatchObject({
      state: 'pruned',
      reason: 'It is written.',
      memo: { rung: 1 },
      params: { depth: expect.any(Number) },
      attributes: { pid: executor.children[0]?.pid },
    })
    expect(trial?.measurements[0]).toMatchObject({ step: 0, values: { value: trial?.params.depth } })
    expect(study.snapshot.space.dimensions).toMatchObject([{ name: 'depth', parameter: { low: 1, high: 9 } }])
  })

  it('stores the same in a file, including a paused trial', async () => {
    const storage = openStorage(`sqlite:${join(folder, 'paused.db')}`)
    const study = await open({ name: 'paused', storage, pruner: onceWritten({ action: 'pause', reason: 'Later.' }) })
    await study.optimize(executorOf('untilPruned'), { trials: 1 })
    await study.close()
    const { trials, space: found } = await readStudy(storage, 'paused')
    await storage.close()
    expect(trials.get(0)).toMatchObject({
      state: 'paused',
      reason: 'Later.',
      attempt: 1,
      params: { depth: expect.any(Number) },
      attributes: { pid: expect.any(Number) },
    })
    expect(found.dimensions.map(({ name }) => name)).toEqual(['depth'])
  })

  it('returns errors of the objective', async () => {
    const study = await open()
    await expect(study.optimize(executorOf('throws'), { trials: 1 })).rejects.toThrow('out of range')
    const inTwoWays = study.optimize(executorOf('asksInTwoWays'), { trials: 1, retries: 1 })
    await expect(inTwoWays).rejects.toMatchObject({
      code: 'ERR_PARAMETER_CONFLICT',
      message: expect.stringMatching(
        /^Trial 1 asks for x with two different ranges\. [^[]*\[ERR_PARAMETER_CONFLICT\]$/,
      ),
    })
    expect(study.trials).toMatchObject([
      { state: 'failed', reason: 'error', error: 'out of range' },
      { state: 'failed', reason: 'error', attempt: 1, params: { x: expect.any(Number) } },
    ])
  })

  it('ends a trial with the error of its study', async () => {
    const study = await open()
    const executor = executorOf('reportsText')
    await expect(study.optimize(executor, { trials: 1 })).rejects.toMatchObject({ code: 'ERR_INVALID_VALUE' })
    expect(study.trials).toMatchObject([{ state: 'failed', reason: 'error' }])
    expect(executor.children[0]?.signalCode).toBe('SIGKILL')
  })

  it('keeps numbers that JSON cannot represent', async () => {
    const study = await open()
    await study.optimize(executorOf('notANumber'), { trials: 1 })
    expect(study.trials).toMatchObject([
      {
        state: 'failed',
        reason: 'not-finite',
        values: { value: Number.NaN },
        measurements: [{ values: { value: Number.POSITIVE_INFINITY } }],
      },
    ])
  })

  it('reports that a child crashed, and continues', async () => {
    const study = await open()
    await study.optimize(executorOf('crashes'), { trials: 2 })
    for (const trial of study.trials) {
      expect(trial).toMatchObject({
        state: 'failed',
        reason: 'crashed',
        error: expect.stringMatching(/exit code 3\. no such kernel/),
        measurements: [{ values: { value: 0.5 } }],
      })
    }
    expect(study.trials).toHaveLength(2)
  })

  it('kills the child of a cancelled trial', async () => {
    const study = await open()
    const executor = executorOf('hangs')
    const observer = { trialReported: () => void study.cancel(0, 'no longer needed') }
    expect(await study.optimize(executor, { trials: 1, observer })).toEqual({ reason: 'trials', trialCount: 0 })
    expect(study.trials).toMatchObject([{ state: 'failed', reason: 'cancelled', error: 'no longer needed' }])
    expect(executor.children[0]?.signalCode).toBe('SIGKILL')
  })

  it('kills the child of a trial that timed out', async () => {
    const study = await open()
    const executor = executorOf('hangs')
    await study.optimize(executor, { trials: 1, trialTimeout: 200 })
    expect(study.trials).toMatchObject([{ state: 'failed', reason: 'timeout' }])
    expect(executor.children[0]?.signalCode).toBe('SIGKILL')
  })

  it('kills the child when the call is aborted, and requeues the trial', async () => {
    const study = await open()
    const controller = new AbortController()
    const executor = executorOf('hangs')
    const observer = { trialReported: () => controller.abort() }
    const result = await study.optimize(executor, { signal: controller.signal, observer })
    expect(result).toMatchObject({ reason: 'aborted', trialCount: 0 })
    expect(executor.children[0]?.signalCode).toBe('SIGKILL')
    expect(study.trials).toMatchObject([
      { state: 'waiting', requeued: 'aborted', attributes: { pid: expect.any(Number) } },
    ])
  })

  it('requeues the trial if the child sends an invalid line', async () => {
    const study = await open()
    await expect(study.optimize(executorOf('writesRubbish'), { trials: 1 })).rejects.toThrow('The child wrote')
    expect(study.trials).toMatchObject([{ state: 'waiting', requeued: 'aborted' }])
  })

  it.each(['at once', 'at the end'] as const)('refuses an invalid parameter, sent %s', async (telling) => {
    const study = await open()
    const run = study.optimize(executorOf('declaresRubbish', { telling }), { trials: 1 })
    await expect(run).rejects.toMatchObject({ code: 'ERR_INVALID_RANGE' })
    expect(study.snapshot.space.dimensions).toEqual([])
    // While it runs the objective is to blame, afterwards the executor that brings the trace.
    expect(study.trials[0]?.state).toBe(telling === 'at once' ? 'failed' : 'waiting')
  })
})
