import { randomSampler } from '../samplers/random.ts'
import { float } from '../space/parameters/parameter.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import { createStudy } from '../study/create-study.ts'
import type { Executor } from '../study/run/executor.ts'
import type { Study } from '../study/study.ts'
import { assertExactly } from './assertions.ts'
import type { ConformanceCase } from './conformance-case.ts'

/** The misdeeds of objectives, by the names of their programs in {@link isolationCases}. */
export type Misdeed =
  /** Reports 0.5 and ends its process or thread with exit code 3. */
  | 'exits'
  /** Throws an error with the text "late" in a timer, and never returns. */
  | 'throws in a timer'
  /** Leaves a rejection with the text "unhandled" unhandled, and never returns. */
  | 'leaves a rejection'
  /** Reports 0.5 and then computes forever, without a turn of the event loop. */
  | 'loops'
  /** Fills its memory. */
  | 'fills its memory'
  /** Writes more than 10 MB to stdout and stderr, and returns. */
  | 'floods its output'
  /** Sends itself SIGSEGV, as a fault in native code does. */
  | 'kills its process'
  /** Sets a global variable to the trial's number, waits some 100 ms, and returns whether it still has it: 1, or 0. */
  | 'sets a global'

/** Options of {@link isolationCases}. */
export interface IsolationSuiteOptions {
  /** Whether objectives run in processes of their own. Otherwise the case of a signal that ends a process is left out. */
  readonly hasProcesses: boolean
  /**
   * Milliseconds within which a worker that is already running ends a well-behaved trial, also on a loaded machine. After
   * them, endless loops time out. Default: 3000.
   */
  readonly trialTime?: number
}

/** Limits for the programs, so that no case hangs. A loaded machine may need seconds to start a process. */
const PATIENCE = { trialTimeout: 60_000, catch: true } as const

/** Default of `trialTime`, in milliseconds. */
const TRIAL_TIME = 3_000

const open = () =>
  createStudy({
    space: space({ x: float(-1, 1) }) as SearchSpace,
    sampler: randomSampler(),
    seed: 1,
    observers: [{ notice() {} }],
  })

/** The x of trials: the negative one misbehaves. Concurrent, earlier and later ones must not notice. */
const TRIALS = [0.5, 0.25, -1, 0.75, 0.125, 0.375] as const

/** The number of the trial that misbehaves. */
const BAD = 2

/** A study whose queue has a misdeed among well-behaved trials. */
async function openQueue(): Promise<Study> {
  const study = await open()
  for (const x of TRIALS) await study.enqueue({ x })
  return study
}

/** Runs a misdeed among well-behaved trials, which must complete, and returns the study. */
async function amid(executor: Executor): Promise<Study> {
  const study = await openQueue()
  await study.optimize(executor, { ...PATIENCE, trials: TRIALS.length, concurrency: 2 })
  assertOthersCompleted(study)
  return study
}

/** The same, with a timeout for the misdeed and the trial beside it. Workers have time to start. */
async function amidTimeout(executor: Executor, trialTimeout: number): Promise<Study> {
  const study = await openQueue()
  for (const limits of [{}, { trialTimeout }, {}]) {
    await study.optimize(executor, { ...PATIENCE, trials: 2, concurrency: 2, ...limits })
  }
  assertOthersCompleted(study)
  return study
}

function assertOthersCompleted(study: Study): void {
  for (const { number, state, params } of study.trials) {
    if (params.x === -1) continue
    const trial = study.trials[number]
    assertExactly(state, 'completed', `the state of trial ${number}`)
    assertExactly(trial && 'values' in trial && trial.values, { value: (params.x as number) ** 2 }, `trial ${number}`)
  }
}

function assertFailed(study: Study, reason: string, text = ''): void {
  const trial = study.trials[BAD]
  assertExactly(trial?.state === 'failed' && trial.reason, reason, `the reason of trial ${BAD}`)
  if (trial?.state === 'failed' && !trial.error?.includes(text)) {
    throw new Error(`Expected the error of trial ${BAD} to include "${text}"; received ${JSON.stringify(trial.error)}`)
  }
}

type Make = (misdeed: Misdeed) => Executor

const CASES: { readonly [promise: string]: (make: Make, trialTime: number) => Promise<void> } = {
  'records an exit as a crash, with its code and the reports before it': async (make) => {
    const study = await amid(make('exits'))
    assertFailed(study, 'crashed', '3')
    assertExactly(
      study.trials[BAD]?.measurements.map(({ values }) => values),
      [{ value: 0.5 }],
    )
  },

  'records an uncaught error as a crash, with its text': async (make) => {
    assertFailed(await amid(make('throws in a timer')), 'crashed', 'late')
  },

  'records an unhandled rejection as a crash, with its text': async (make) => {
    assertFailed(await amid(make('leaves a rejection')), 'crashed', 'unhandled')
  },

  'records exceeded memory': async (make) => {
    assertFailed(await amid(make('fills its memory')), 'memory')
  },

  'ends an endless loop after its time': async (make, trialTime) => {
    assertFailed(await amidTimeout(make('loops'), trialTime), 'timeout')
  },

  'ends an endless loop if its trial is cancelled': async (make) => {
    const executor = make('loops')
    const study = await openQueue()
    const trialReported = () => void study.cancel(BAD, 'no longer needed')
    await study.optimize(executor, {
      ...PATIENCE,
      totalTrials: TRIALS.length,
      concurrency: 2,
      observer: { trialReported },
    })
    assertOthersCompleted(study)
    assertFailed(study, 'cancelled', 'no longer needed')
  },

  'ends an endless loop if the call is aborted, and works on': async (make, trialTime) => {
    const executor = make('loops')
    const study = await open()
    await study.enqueue({ x: -1 })
    const controller = new AbortController()
    const trialReported = () => controller.abort()
    const { reason } = await study.optimize(executor, {
      ...PATIENCE,
      signal: controller.signal,
      observer: { trialReported },
    })
    assertExactly([reason, study.trials[0]?.state], ['aborted', 'waiting'])
    await amidTimeout(executor, trialTime)
  },

  'survives a flood of output': async (make) => {
    const study = await amid(make('floods its output'))
    assertExactly(study.trials[BAD]?.state, 'completed')
  },

  'keeps globals of concurrent trials apart': async (make) => {
    const study = await open()
    await study.optimize(make('sets a global'), { ...PATIENCE, trials: 4, concurrency: 2 })
    assertExactly(
      study.trials.map((trial) => trial.state === 'completed' && trial.values.value),
      [1, 1, 1, 1],
    )
  },
}

const PROCESS_CASES: typeof CASES = {
  'records a signal as a crash, with its name': async (make) => {
    assertFailed(await amid(make('kills its process')), 'crashed', 'SIGSEGV')
  },
}

/**
 * The requirements for executors that isolate trials from each other and from this process, one per case; independent of
 * the test runner. They hold beside those of `executorCases`.
 *
 * @param make - Returns an executor for a program, which computes `x²` if its parameter `x` is not negative, and otherwise
 *   does the {@link Misdeed} after which it is named. It is closed at the end. `isolationPrograms` of
 *   `sweetspot/testing` has them for Node.
 *
 * @example
 * ```ts
 * describe.each(isolationCases((misdeed) => myExecutor(misdeed), { hasProcesses: true }))('$name', ({ run }) =>
 *   it('holds', run),
 * )
 * ```
 */
export function isolationCases(
  make: (misdeed: Misdeed) => Executor,
  { hasProcesses, trialTime = TRIAL_TIME }: IsolationSuiteOptions,
): readonly ConformanceCase[] {
  const cases = { ...CASES, ...(hasProcesses ? PROCESS_CASES : {}) }
  return Object.entries(cases).map(([name, check]) => ({
    name,
    run: async () => {
      const made: Executor[] = []
      try {
        await check((misdeed) => {
          const executor = make(misdeed)
          made.push(executor)
          return executor
        }, trialTime)
      } finally {
        for (const executor of made) await executor.close()
      }
    },
  }))
}
