import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStudy, openStudy, randomSampler, type Study } from 'sweetspot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Child, startScript } from './child-process.ts'

const ROUNDS = 20

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  path = join(folder, 'studies.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The numbers and values of finished trials that a process printed. An incomplete line is ignored. */
function acknowledged(output: string): [number: number, value: number][] {
  return [...output.matchAll(/^(\d+) (\S+)\n/gm)].map(([, number, value]) => [Number(number), Number(value)])
}

async function until(child: Child, condition: () => boolean): Promise<void> {
  while (!condition() && child.process.exitCode === null) await pause(1)
}

/** Opens the study that a process left, and collects its notices. */
const reopen = (notices: string[] = []): Promise<Study> =>
  openStudy({
    name: 'killed',
    storage: `sqlite:${path}`,
    sampler: randomSampler(),
    observers: [{ notice: (text) => notices.push(text) }],
  })

function expectAll(study: Study, told: ReadonlyMap<number, number>): void {
  const kept = study.trials.filter((trial) => trial.state === 'completed')
  const values = new Map(kept.map(({ number, values }) => [number, values.value]))
  for (const [number, value] of told) expect(values.get(number)).toBe(value)
}

describe('a process killed at any moment', () => {
  it('loses no acknowledged trial, and the next start continues running ones', async () => {
    const told = new Map<number, number>()
    const notices: string[] = []
    let interrupted = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = startScript('optimize.ts', [path])
      // Some are killed while they start, most at some trial.
      if (round % 5 === 4) await pause(60 * round)
      else await until(child, () => acknowledged(child.output()).length > (round * 7) % 40)
      await pause(Math.random() * 10)
      child.process.kill('SIGKILL')
      const { output, errors } = await child.ended
      expect(errors).toBe('')
      for (const [number, value] of acknowledged(output)) told.set(number, value)

      // The next process finds every result, and requeues running trials.
      const study = await reopen(notices)
      await study.reclaim()
      expectAll(study, told)
      const { running, counts, firstWaiting } = study.snapshot
      expect(running).toEqual([])
      interrupted += counts.waiting
      if (firstWaiting) expect(firstWaiting).toMatchObject({ requeued: 'lost' })
      await study.close()
    }
    expect(told.size).toBeGreaterThan(ROUNDS * 5)
    expect(interrupted).toBeGreaterThan(ROUNDS / 2)
    expect(notices.filter((text) => text.includes('lost because its process died'))).not.toHaveLength(0)

    const study = await reopen()
    await study.reclaim()
    const lost = study.trials.filter(({ state }) => state === 'waiting')
    await study.optimize(({ params }) => params.x as number, { trials: lost.length + 5 })
    expectAll(study, told)
    expect(study.snapshot.counts).toMatchObject({ waiting: 0, running: 0 })
    // Interrupted trials ran again with the same params.
    for (const { number, params, attempt } of lost) {
      expect(study.snapshot.trials.get(number)).toMatchObject({
        state: 'completed',
        params,
        attempt: attempt + 1,
        values: { value: params.x },
      })
    }
    const numbers = study.trials.map(({ number }) => number)
    expect(numbers).toEqual(numbers.map((_, index) => index))
    await study.close()
  }, 300_000)
})

describe('a process with a full disk', () => {
  it.skipIf(process.platform === 'win32')('is told so, and keeps what was acknowledged', async () => {
    await (await createStudy({ name: 'other', storage: `sqlite:${path}` })).close()
    // No file may grow beyond 200 blocks: the write that would exceed it fails in the operating system.
    const child = startScript('optimize.ts', [path], ['sh', '-c', 'ulimit -f 200; exec "$@"', 'sh'])
    const { output, errors } = await child.ended
    expect(errors).toBe('')
    expect(output).toMatch(/^ERR_STORAGE .*the disk/m)
    const told = acknowledged(output)
    expect(told.length).toBeGreaterThan(0)
    const study = await reopen()
    expectAll(study, new Map(told))
    await study.optimize(({ params }) => params.x as number, { trials: 5 })
    await study.close()
  })
})
