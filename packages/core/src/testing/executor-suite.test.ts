import { describe, expect, it } from 'vitest'
import type { Executor } from '../study/run/executor.ts'
import { inProcessExecutor } from '../study/run/in-process-executor.ts'
import type { Objective } from '../study/run/objective.ts'
import { executorPrograms } from './executor-programs.ts'
import { executorCases } from './executor-suite.ts'

const plain = (program: string) => inProcessExecutor(executorPrograms[program] as Objective)

describe('an executor in this process', () => {
  it.each(executorCases(plain))('$name', ({ run }) => run())
})

/** A suite is worth what it finds: each of these executors breaks one promise. */
const BROKEN: { readonly [defect: string]: (inner: Executor) => Executor['run'] } = {
  'gives all trials the params of the first': (inner) => {
    let first: Parameters<Executor['run']>[0] | undefined
    return (spec, host) => {
      first ??= spec
      return inner.run({ ...spec, params: first.params, hasDeclaredSpace: true }, host)
    }
  },
  'replaces what a person gave': (inner) => (spec, host) => inner.run({ ...spec, given: [] }, host),
  'tells nothing that was asked for by running': (inner) => (spec, host) =>
    inner.run(spec, { ...host, signal: host.signal, asked: () => {} }),
  'loses reports': (inner) => (spec, host) => inner.run(spec, { ...host, signal: host.signal, report: () => {} }),
  'loses attributes': (inner) => (spec, host) => inner.run(spec, { ...host, signal: host.signal, annotate: () => {} }),
  'never asks the pruner': (inner) => (spec, host) =>
    inner.run(spec, { ...host, signal: host.signal, decide: () => ({ action: 'continue' }) }),
  'makes failures of its own': (inner) => async (spec, host) => {
    const execution = await inner.run(spec, host)
    return 'thrown' in execution ? { outcome: { state: 'failed', reason: 'crashed' } } : execution
  },
  'makes a value of nothing': (inner) => async (spec, host) => {
    const execution = await inner.run(spec, host)
    return 'returned' in execution && execution.returned === undefined ? { returned: 0 } : execution
  },
  'reads values as JSON': (inner) => async (spec, host) => {
    const execution = await inner.run(spec, host)
    return 'returned' in execution ? { returned: JSON.parse(JSON.stringify(execution.returned ?? null)) } : execution
  },
}

describe('the executor suite', () => {
  it.each(Object.entries(BROKEN))('finds an executor that %s', async (_, broken) => {
    const failed: string[] = []
    for (const { name, run } of executorCases((program) => ({ run: broken(plain(program)), close: async () => {} }))) {
      await run().catch(() => failed.push(name))
    }
    expect(failed).not.toEqual([])
  })
})
