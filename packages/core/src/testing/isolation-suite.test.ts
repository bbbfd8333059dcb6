import { describe, expect, it } from 'vitest'
import type { TrialHost } from '../study/live/trial-host.ts'
import type { TrialSpec } from '../study/live/trial-spec.ts'
import type { Execution, Executor } from '../study/run/executor.ts'
import { isolationCases, type Misdeed } from './isolation-suite.ts'

const OPTIONS = { hasProcesses: true, trialTime: 100 }

const failed = (reason: 'crashed' | 'memory', error = ''): Execution => ({
  outcome: { state: 'failed', reason, error },
})

const aborted = ({ signal }: TrialHost) =>
  new Promise<Execution>((resolve) => {
    const end = () => resolve({ thrown: signal.reason })
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })

/** How a perfect executor ends each misdeed. */
const ENDS: { readonly [misdeed in Misdeed]: (host: TrialHost) => Execution | Promise<Execution> } = {
  exits: ({ report }) => {
    report(0.5)
    return failed('crashed', 'exit code 3')
  },
  'throws in a timer': () => failed('crashed', 'Error: late'),
  'leaves a rejection': () => failed('crashed', 'Error: unhandled'),
  loops: (host) => {
    host.report(0.5)
    return aborted(host)
  },
  'fills its memory': () => failed('memory'),
  'floods its output': () => ({ returned: 1 }),
  'kills its process': () => failed('crashed', 'SIGSEGV'),
  'sets a global': () => ({ returned: 1 }),
}

/** Behaves like an executor that isolates its trials, without running anything. */
const perfect = (misdeed: Misdeed): Executor => ({
  run: async ({ params }, host) => {
    const x = params.x as number
    if (misdeed === 'sets a global') return { returned: 1 }
    return x < 0 ? ENDS[misdeed](host) : { returned: x ** 2 }
  },
  close: async () => {},
})

type Run = (misdeed: Misdeed, spec: TrialSpec, host: TrialHost, end: Execution) => Execution | Promise<Execution>

/** Changes the reason of failures. */
const withReason =
  (reason: 'crashed' | 'memory' | 'error'): Run =>
  (_misdeed, _spec, _host, end) =>
    'outcome' in end && end.outcome.state === 'failed' ? { outcome: { ...end.outcome, reason } } : end

/** Defective executors, created for each case, and the cases that each violates. */
const BROKEN: { readonly [defect: string]: readonly [() => Run, readonly string[]] } = {
  'loses the text of a crash': [
    () => (_misdeed, _spec, _host, end) =>
      'outcome' in end && end.outcome.state === 'failed' ? failed(end.outcome.reason as 'crashed') : end,
    ['an exit', 'an uncaught error', 'an unhandled rejection', 'a signal'],
  ],
  'records crashes as errors': [
    () => withReason('error'),
    ['an exit', 'an uncaught error', 'an unhandled rejection', 'exceeded memory', 'a signal'],
  ],
  'takes exceeded memory for a crash': [() => withReason('crashed'), ['exceeded memory']],
  'ends an aborted trial as a crash': [
    () =>
      (misdeed, _spec, { signal }, end) =>
        misdeed === 'loops' && signal.aborted ? { returned: 0 } : end,
    ['after its time', 'is aborted'],
  ],
  'fails the trial that runs beside a crash': [
    () =>
      (_misdeed, { number }, _host, end) =>
        number === 0 ? failed('crashed') : end,
    ['an exit', 'an uncaught', 'rejection', 'memory', 'after its time', 'cancelled', 'aborted', 'flood', 'globals'],
  ],
  'is of no use after a crash': [
    () => {
      let isDead = false
      return (_misdeed, _spec, _host, end) => {
        if (isDead) return failed('crashed')
        isDead = 'outcome' in end
        return end
      }
    },
    ['an exit', 'an uncaught error', 'an unhandled rejection', 'exceeded memory', 'a signal'],
  ],
  'is of no use after an abort': [
    () => {
      let isDead = false
      return (_misdeed, _spec, { signal }, end) => {
        isDead ||= signal.aborted
        return isDead && !signal.aborted ? failed('crashed') : end
      }
    },
    ['is aborted'],
  ],
  'ends a trial by its output': [
    () =>
      (misdeed, { params }, _host, end) =>
        misdeed === 'floods its output' && (params.x as number) < 0 ? failed('crashed') : end,
    ['flood'],
  ],
  'runs all trials in one thread': [
    () =>
      (misdeed, { number }, _host, end) =>
        misdeed === 'sets a global' ? { returned: number === 1 ? 0 : 1 } : end,
    ['globals'],
  ],
  'loses reports before a crash': [() => (_misdeed, _spec, _host, end) => end, ['an exit']],
}

describe('isolationCases', () => {
  it.each(isolationCases(perfect, OPTIONS))('holds for an executor that isolates: $name', ({ run }) => run())

  it('leaves out signals of processes for threads', () => {
    const names = (hasProcesses: boolean) => isolationCases(perfect, { hasProcesses }).map(({ name }) => name)
    expect(names(true).filter((name) => !names(false).includes(name))).toEqual([
      'records a signal as a crash, with its name',
    ])
  })

  it.each(Object.entries(BROKEN))('detects an executor that %s', async (defect, [create, cases]) => {
    const run = create()
    const executor = (misdeed: Misdeed): Executor => ({
      run: async (spec, host) => {
        const silent = { ...host, signal: host.signal, report: () => {} }
        const end = await perfect(misdeed).run(spec, defect === 'loses reports before a crash' ? silent : host)
        return run(misdeed, spec, host, end)
      },
      close: async () => {},
    })
    const chosen = isolationCases(executor, OPTIONS).filter(({ name }) => cases.some((part) => name.includes(part)))
    expect(chosen.length).toBeGreaterThanOrEqual(cases.length)
    for (const { name, run } of chosen) await expect(run(), name).rejects.toThrow()
  })

  it('has a defective executor for each case', () => {
    const parts = Object.values(BROKEN).flatMap(([, cases]) => cases)
    const undetected = isolationCases(perfect, OPTIONS).filter(({ name }) => !parts.some((part) => name.includes(part)))
    expect(undetected).toEqual([])
  })
})
