import { realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { childProcessExecutor, createStudy, randomSampler } from 'sweetspot'
import type { Executor } from 'sweetspot/extend'
import { afterEach, describe, expect, it } from 'vitest'
import { startScript } from './child-process.ts'
import { isRunning } from './stubborn-command.ts'

const behaviour = new URL('./objectives/behaviour.ts', import.meta.url)
const folder = realpathSync(tmpdir())

const executors: Executor[] = []
afterEach(async () => {
  for (const executor of executors.splice(0)) await executor.close()
})

const open = () => createStudy({ sampler: randomSampler(), seed: 1, observers: [{ notice: () => {} }] })

describe('childProcessExecutor', () => {
  it.each([
    ['in its group', 'hasAChild'],
    ['outside its group', 'hasADaemon'],
  ])('ends the processes that an objective has started %s, by force if they ignore SIGTERM', async (_, objective) => {
    const study = await open()
    const executor = childProcessExecutor(behaviour, { export: objective, gracePeriod: 200, output: 'ignore' })
    executors.push(executor)
    const trialReported = () => void study.cancel(0)
    await study.optimize(executor, { trials: 1, observer: { trialReported } })
    const pids = study.trials[0]?.attributes['pids'] as number[]
    expect(pids).toHaveLength(2)
    await expect.poll(() => pids.filter(isRunning)).toEqual([])
  })

  it.each(['hasAChild', 'loopsWithPid', 'untilKilled'])(
    'leaves no process behind if its own process is killed: %s',
    async (objective) => {
      const parent = startScript('use-executor.ts', ['childProcessExecutor', objective])
      await expect.poll(() => parent.output()).toMatch(/\n/)
      const pids = JSON.parse(parent.output()) as number[]
      expect(pids.filter(isRunning)).toEqual(pids)
      parent.process.kill('SIGKILL')
      await parent.ended
      await expect.poll(() => pids.filter(isRunning)).toEqual([])
    },
  )

  it('runs in the given folder', async () => {
    const study = await open()
    const executor = childProcessExecutor(behaviour, { export: 'environment', cwd: folder })
    executors.push(executor)
    await study.optimize(executor, { trials: 1 })
    expect(study.trials[0]?.attributes['cwd']).toBe(folder)
    const lost = childProcessExecutor(behaviour, { export: 'environment', cwd: join(folder, 'missing') })
    await expect(study.optimize(lost, { trials: 1 })).rejects.toMatchObject({ code: 'ERR_WORKER_FAILED' })
  })
})
