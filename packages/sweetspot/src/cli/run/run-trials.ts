import type { Executor, OptimizeOptions, OptimizeResult, Params, StoppingRule, Study } from '@sweetspot/core'

type AnyStudy = Study<Params, string, string>

/** Milliseconds after which a first trial that still runs no longer holds up the others. */
const ALONE = 60_000

/**
 * Runs trials: a single one first, so that nothing is wasted on a command that reports no metric. The others start when it
 * has ended, has reported a value, or has run for a minute.
 *
 * @param isChecked - Whether a metric has been read, or does not have to be.
 */
export async function runTrials(
  study: AnyStudy,
  executor: Executor,
  concurrency: number,
  isChecked: () => boolean,
  options: OptimizeOptions<Params, string, string>,
): Promise<OptimizeResult> {
  // One deadline for all calls: each would otherwise have the whole time.
  const { timeout, stopping = [], ...others } = options
  const deadline = timeout === undefined ? undefined : performance.now() + timeout
  const optimize = (lanes: number, rules: readonly StoppingRule[] = stopping) =>
    study.optimize(executor, {
      ...others,
      stopping: rules,
      concurrency: lanes,
      ...(deadline !== undefined && { timeout: Math.max(0, deadline - performance.now()) }),
    })
  while (!isChecked()) {
    const watch = watchFirst(study)
    const started: StoppingRule = { name: 'first trial', isMet: () => watch.hasStarted }
    const single = optimize(1, [...stopping, started])
    // Its error is that of the promise awaited below.
    single.catch(() => {}).finally(watch.close)
    const first = await Promise.race([single, watch.released])
    // Otherwise the whole run ends, not only the call that ran one trial.
    const isLast = ({ rule }: OptimizeResult) => rule !== started.name
    if (first === undefined && concurrency > 1) {
      const [, result] = await Promise.all([
        single.then((one) => (isLast(one) ? one : optimize(1))),
        optimize(concurrency - 1),
      ])
      return result
    }
    const result = first ?? (await single)
    if (isLast(result)) return result
  }
  return optimize(concurrency)
}

/** Watches a first trial: whether it has started, and when the others need no longer wait for it. */
function watchFirst(study: AnyStudy) {
  const { promise: released, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), ALONE)
  let hasStarted = false
  const unobserve = study.observe({
    trialStarted: () => {
      hasStarted = true
    },
    trialReported: () => resolve(undefined),
  })
  return {
    released,
    get hasStarted() {
      return hasStarted
    },
    close: () => {
      clearTimeout(timer)
      unobserve()
    },
  }
}
