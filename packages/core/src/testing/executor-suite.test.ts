import { describe, expect, it } from 'vitest'
import type { Executor } from '../study/run/executor.ts'
import { inProcessExecutor } from '../study/run/in-process-executor.ts'
import type { Objective } from '../study/run/objective.ts'
import { executorPrograms } from './executor-programs.ts'
import { executorCases } from './executor-suite.ts'

const plain = (program: string) => inProcessExecutor(executorPrograms[program] as Objective)

describe('inProcessExecutor', () => {
  it.each(executorCases(plain))('$name', ({ run }) => run())
})

/** Defective executors: each violates one requirement. */
const BROKEN: { readonly [defect: string]: (inner: Executor) => Executor['run'] } = {
  'gives all trials the params of the first': (inner) => {
    let first: Parameters<Executor['run']>[0] | undefined
    return (spec, host) => {
      first ??= spec
      return inner.run({ ...spec, params: first.params, hasDeclaredSpace: true }, host)
    }
  },
  'replaces values given by a person': (inner) => (spec, host) => inner.run({ ...spec, given: [] }, host),
  'drops the parameters that the objective asked for': (inner) => (spec, host) =>
    inner.run(spec, { ...host, signal: host.signal, asked: () => {} }),
  'loses reports': (inner) => (spec, host) => inner.run(spec, { ...host, signal: host.signal, report: () => {} }),
  'breaks texts into lines': (inner) => (spec, host) =>
    inner.run(spec, {
      ...host,
      signal: host.signal,
      annotate: (name, value) => host.annotate(name, typeof value === 'string' ? value.split('\u2028')[0] : value),
    }),
  'loses attributes': (inner) => (spec, host) => inner.run(spec, { ...host, signal: host.signal, annotate: () => {} }),
  'never asks the pruner': (inner) => (spec, host) =>
    inner.run(spec, { ...host, signal: host.signal, decide: () => ({ action: 'continue' }) }),
  'turns thrown errors into crashes': (inner) => async (spec, host) => {
    const execution = await inner.run(spec, host)
    return 'thrown' in execution ? { outcome: { state: 'failed', reason: 'crashed' } } : execution
  },
  'replaces a missing value': (inner) => async (spec, host) => {
    const execution = await inner.run(spec, host)
    return 'returned' in execution && execution.returned === undefined ? { returned: 0 } : execution
  },
  'passes values through JSON': (inner) => async (spec, host) => {
    const execution = await inner.run(spec, host)
    return 'returned' in execution ? { returned: JSON.parse(JSON.stringify(execution.returned ?? null)) } : execution
  },
}

describe('executorCases', () => {
  it.each(Object.entries(BROKEN))('detects an executor that %s', async (_, broken) => {
    const failed: string[] = []
    for (const { name, run } of executorCases((program) => ({ run: broken(plain(program)), close: async () => {} }))) {
      await run().catch(() => failed.push(name))
    }
    expect(failed).not.toEqual([])
  })
})
