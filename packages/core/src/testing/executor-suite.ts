import type { Pruner } from '../pruners/pruner.ts'
import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import type { Executor } from '../study/run/executor.ts'
import type { StudyOptions } from '../study/study-options.ts'
import { assertExactly, assertRejects } from './assertions.ts'
import type { ConformanceCase } from './conformance-case.ts'
import { ODD_TEXT } from './executor-programs.ts'

const DECLARED = space({ x: float(-1, 1) }) as SearchSpace

const open = (options: StudyOptions = {}) =>
  createStudy({ sampler: randomSampler(), seed: 1, observers: [{ notice() {} }], ...options })

/** A pruner that decides `action` from step 2 on. */
const fromStepTwo = (action: 'stop' | 'pause'): Pruner => ({
  name: 'from-step-two',
  decide: (_, { measurements }) =>
    (measurements.at(-1)?.step ?? 0) >= 2
      ? { action, reason: 'far enough', memo: { rung: 2 } }
      : { action: 'continue' },
})

/** Ends a trial that does not end by itself, so that no case hangs. A loaded machine may need seconds to start a process. */
const ONE = { trials: 1, trialTimeout: 15_000, catch: true } as const

type Check = (make: (program: string) => Executor) => Promise<void>

const CASES: { readonly [promise: string]: Check } = {
  'runs trials with their params, several at a time': async (make) => {
    const study = await open({ space: DECLARED })
    await study.optimize(make('square'), { trials: 4, concurrency: 2 })
    for (const trial of study.trials) {
      const x = trial.params.x as number
      assertExactly('values' in trial && trial.values, { value: x ** 2 }, `values of trial ${trial.number}`)
    }
    assertExactly(study.trials.length, 4)
  },

  'discovers the parameters that an objective asks for': async (make) => {
    const study = await open()
    await study.optimize(make('is define-by-run'), { trials: 6 })
    for (const { params, state } of study.trials) {
      assertExactly(state, 'completed')
      assertExactly(Object.keys(params), params.kind === 'tree' ? ['kind', 'depth'] : ['kind', 'slope'])
    }
    assertExactly(study.snapshot.finishedTrials.incompatible, 0)
  },

  'keeps values given by a person: the trial fails if the objective asks for a range without them': async (make) => {
    const study = await open()
    await study.enqueue({ kind: 'tree', depth: 4 })
    await study.enqueue({ kind: 'line', slope: 5 })
    await study.optimize(make('is define-by-run'), { trials: 2 })
    const [fits, unfit] = study.trials
    assertExactly([fits?.state, fits?.params], ['completed', { kind: 'tree', depth: 4 }])
    assertExactly(unfit?.state === 'failed' && unfit.reason, 'invalid-params')
  },

  'forwards reports and attributes, including NaN': async (make) => {
    const study = await open({ space: DECLARED })
    await study.optimize(make('reports and annotates'), { trials: 1 })
    const [trial] = study.trials
    assertExactly(
      trial?.measurements.map(({ step, values }) => [step, values.value]),
      [
        [0, 3],
        [1, Number.NaN],
        [2, 1],
      ],
    )
    assertExactly(trial?.attributes, { where: { epochs: [1, 2] } })
  },

  'passes texts on as they are, whatever separators of lines they have': async (make) => {
    const study = await open({ space: DECLARED })
    await study.optimize(make('has odd texts'), { trials: 1 }).then(
      () => assertExactly('resolved', 'rejected'),
      (error: unknown) => assertExactly(error instanceof Error && error.message, ODD_TEXT),
    )
    assertExactly(study.trials[0]?.attributes, { text: ODD_TEXT })
  },

  'asks the pruner, and prunes or pauses the trial accordingly': async (make) => {
    for (const [action, state] of [
      ['stop', 'pruned'],
      ['pause', 'paused'],
    ] as const) {
      const study = await open({ space: DECLARED, pruner: fromStepTwo(action) })
      await study.optimize(make('stops when told to'), { trials: 1 })
      const [trial] = study.trials
      assertExactly([trial?.state, trial?.measurements.length], [state, 3])
      const note = trial?.state === 'pruned' || trial?.state === 'paused' ? [trial.reason, trial.memo] : []
      assertExactly(note, ['far enough', { rung: 2 }])
    }
    const study = await open({ space: DECLARED })
    await study.optimize(make('stops when told to'), { trials: 1 })
    assertExactly(study.best.value, 9)
  },

  'records thrown errors and invalid values as failures': async (make) => {
    for (const [program, reason, text] of [
      ['throws an error', 'error', 'boom'],
      ['is not finite', 'not-finite', 'Infinity'],
      ['returns no value', 'error', 'ERR_INVALID_VALUE'],
    ] as const) {
      const study = await open({ space: DECLARED })
      await study.optimize(make(program), { trials: 1, catch: true })
      const [trial] = study.trials
      const failed = trial?.state === 'failed' ? trial : undefined
      assertExactly([failed?.reason, failed?.error?.includes(text)], [reason, true], `how ${program} ends`)
    }
    const study = await open({ space: DECLARED })
    await study.optimize(make('throws an error'), { trials: 1 }).then(
      () => assertExactly('resolved', 'rejected'),
      (error: unknown) => assertExactly(error instanceof Error && error.message.includes('boom'), true),
    )
  },

  'stops when its signal is aborted by a timeout, a cancellation or the end of the call': async (make) => {
    const timed = await open({ space: DECLARED })
    await timed.optimize(make('never ends'), { trials: 1, trialTimeout: 300, catch: true })
    assertExactly(timed.trials[0]?.state === 'failed' && timed.trials[0].reason, 'timeout')

    const cancelled = await open({ space: DECLARED })
    const trialReported = () => void cancelled.cancel(0)
    await cancelled.optimize(make('never ends'), { ...ONE, observer: { trialReported } })
    assertExactly(cancelled.trials[0]?.state === 'failed' && cancelled.trials[0].reason, 'cancelled')

    const aborted = await open({ space: DECLARED })
    const controller = new AbortController()
    const observer = { trialReported: () => controller.abort() }
    const { reason } = await aborted.optimize(make('never ends'), { ...ONE, signal: controller.signal, observer })
    assertExactly([reason, aborted.trials[0]?.state], ['aborted', 'waiting'])
  },

  'leaves a lost trial if the study is closed while it runs': async (make) => {
    const study = await open({ space: DECLARED })
    const trialReported = () => void study.close()
    await assertRejects(study.optimize(make('never ends'), { ...ONE, observer: { trialReported } }), 'ERR_STUDY_CLOSED')
    assertExactly(study.snapshot.counts.running, 1)
  },
}

/**
 * The requirements for every executor, one per case; independent of the test runner.
 *
 * @param make - Returns an executor for the program of this name in {@link executorPrograms}. It is closed at the end.
 *
 * @example
 * ```ts
 * describe.each(executorCases((program) => workerExecutor(program)))('$name', ({ run }) => it('holds', run))
 * ```
 */
export function executorCases(make: (program: string) => Executor): readonly ConformanceCase[] {
  return Object.entries(CASES).map(([name, check]) => ({
    name,
    run: async () => {
      const made: Executor[] = []
      try {
        await check((program) => {
          const executor = make(program)
          made.push(executor)
          return executor
        })
      } finally {
        for (const executor of made) await executor.close()
      }
    },
  }))
}
