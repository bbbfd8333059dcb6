import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStudy, randomSampler } from 'sweetspot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Child, startScript } from './child-process.ts'

let folder: string
let path: string
const children: Child[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  path = join(folder, 'studies.db')
})
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child)
  rmSync(folder, { recursive: true })
})

/** A separate PID namespace, in which the process is number 1, as in a container. */
const CONTAINER = ['unshare', '--pid', '--fork', '--kill-child']
const places: [place: string, prefix: string[]][] = [['another process', []]]
if (spawnSync('unshare', [...CONTAINER.slice(1), 'true']).status === 0) places.push(['another container', CONTAINER])

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function kill({ process: child, ended }: Child): Promise<void> {
  child.kill('SIGKILL')
  await ended
}

/** Starts a process that runs a trial forever, and resolves once it runs. */
async function hold(prefix: readonly string[], hours: number): Promise<Child> {
  const child = startScript('hold.ts', [path, String(hours)], prefix)
  children.push(child)
  while (!child.output().includes('\n') && child.process.exitCode === null) await pause(5)
  return child
}

function open(notices: string[]) {
  return createStudy({
    name: 'net',
    storage: `sqlite:${path}`,
    loadIfExists: true,
    sampler: randomSampler(),
    seed: 1,
    observers: [{ notice: (text) => notices.push(text) }],
  })
}

describe.each(places)('optimize beside a trial in %s', (place, prefix) => {
  it.each([0, 1, -1])(
    'waits while it computes, and takes it over when it is killed (clock %i h off)',
    async (hours) => {
      const child = await hold(prefix, hours)
      if (place === 'another container') expect(child.output()).toBe('0 in process 1\n')
      const notices: string[] = []
      const study = await open(notices)
      let isDone = false
      const running = study
        .optimize(({ number }) => number, { totalTrials: 3 })
        .finally(() => {
          isDone = true
        })
      while (notices.length === 0) await pause(5)
      expect(notices).toEqual([
        expect.stringContaining('The study has its 3 trials, but 1 of them runs in other processes'),
      ])
      expect(isDone).toBe(false)
      await study.reclaim()
      expect(study.snapshot.counts).toMatchObject({ completed: 2, running: 1 })
      await kill(child)
      expect(await running).toEqual({ reason: 'trials', trialCount: 3 })
      expect(study.trials.map(({ state, attempt }) => [state, attempt])).toEqual([
        ['completed', 2],
        ['completed', 1],
        ['completed', 1],
      ])
      await study.close()
      expect(readdirSync(folder)).toEqual(['studies.db'])
    },
  )

  it('runs trials left there before it ends', async () => {
    await kill(await hold(prefix, 0))
    const notices: string[] = []
    const study = await open(notices)
    expect(await study.optimize(({ number }) => number, { totalTrials: 1 })).toEqual({
      reason: 'trials',
      trialCount: 1,
    })
    expect(notices).toEqual(['Trial 0 was lost because its process died. It will run again.'])
    await study.close()
  })
})
