import type { Trial } from '../study/live/trial.ts'
import { TrialPruned } from '../study/results/outcome.ts'
import type { Objective } from '../study/run/objective.ts'

/** A text with everything that may end a line or a text somewhere. */
export const ODD_TEXT = 'a\nb\rc\u2028d\u2029e\u0085f\0g\\"ü💥'

/** The objectives of the executor suite, by name, so that an executor in another process can look them up. */
export const executorPrograms: { readonly [name: string]: Objective } = {
  square: ({ params }) => (params.x as number) ** 2,
  'is define-by-run': (trial) => {
    const kind = trial.choice('kind', ['line', 'tree'])
    return kind === 'tree' ? trial.int('depth', 1, 9) : trial.float('slope', -1, 1)
  },
  'reports and annotates': ({ report, annotate }) => {
    annotate('where', { epochs: [1, 2] })
    for (const value of [3, Number.NaN, 1]) report(value)
    return 1
  },
  'stops when told to': ({ report, shouldPrune }) => {
    for (let step = 0; step < 9; step += 1) {
      report(step, step)
      if (shouldPrune()) throw new TrialPruned()
    }
    return 9
  },
  'throws an error': () => {
    throw new Error('boom')
  },
  'has odd texts': ({ annotate }) => {
    annotate('text', ODD_TEXT)
    throw new Error(ODD_TEXT)
  },
  'is not finite': () => Number.POSITIVE_INFINITY,
  'returns no value': () => undefined as never,
  /** In a separate process, keep the process alive meanwhile. */
  'never ends': ({ report }: Trial) => {
    report(1)
    return new Promise<number>(() => {})
  },
}
