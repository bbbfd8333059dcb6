import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RunFolder, runFolder } from './run-folder.ts'
import { startTuner, sweetspot } from './tuner.ts'

let folder: RunFolder
beforeEach(() => {
  folder = runFolder()
  folder.script('quick.mjs', `setTimeout(() => console.log(JSON.stringify({ loss: Number(process.argv[2]) })), 100)`)
})
afterEach(() => folder[Symbol.dispose]())

const start = (script: string, trials: number) => {
  const words = `-p x=0.0..1.0 --minimize loss --sampler random -n ${trials} --study net -- node ${script} {x}`
  return startTuner(folder.path, words.split(' '))
}
const control = (...argv: string[]) => sweetspot(folder.path, ...argv)

describe('a run is controlled from another process', () => {
  it('by stop, which ends it after its trial', async () => {
    const tuner = start('quick.mjs', 10_000)
    await tuner.until('trial 1 completed')
    await control('stop', 'net', '--reason', 'good enough')
    expect(await tuner.ended).toBe(0)
    expect(tuner.output()).toMatch(/The study was stopped\. Continue: sweetspot resume net, then the same command\./)
    const { counts, status } = await folder.snapshot('net')
    expect([counts.running, counts.waiting, status]).toEqual([0, 0, 'stopped'])
  })

  it('by pause and resume', async () => {
    const tuner = start('quick.mjs', 10_000)
    await tuner.until('trial 1 completed')
    await control('pause', 'net')
    await tuner.until('The study is paused.')
    const { counts } = await folder.snapshot('net')
    await sleep(500)
    expect((await folder.snapshot('net')).counts).toEqual(counts)
    await control('resume', 'net')
    await tuner.until(`trial ${counts.completed + 1} completed`)
    tuner.process.kill('SIGTERM')
    expect(await tuner.ended).toBe(143)
  })

  it('by cancel, which stops the command of a trial', async () => {
    folder.script(
      'long.mjs',
      `import { writeFileSync } from 'node:fs'
       process.on('SIGTERM', () => { writeFileSync('terminated', ''); process.exit(1) })
       if (process.env.SWEETSPOT_TRIAL === '0') setInterval(() => {}, 1000)
       else console.log('{"loss": 1}')
       writeFileSync('up', '')`,
    )
    const tuner = start('long.mjs', 2)
    while (!existsSync(join(folder.path, 'up'))) await sleep(20)
    await control('cancel', 'net', '0', '--reason', 'diverged')
    expect(await tuner.ended).toBe(0)
    expect(existsSync(join(folder.path, 'terminated'))).toBe(true)
    const { trials } = await folder.snapshot('net')
    expect([...trials].map((trial) => ('reason' in trial ? trial.reason : trial.state))).toEqual([
      'cancelled',
      'completed',
    ])
  })

  it('by an edit of the space, which the next trials follow', async () => {
    const tuner = start('quick.mjs', 10_000)
    await tuner.until('trial 1 completed')
    await control('space', 'net', '--set', 'x=5.0..6.0')
    await tuner.until(/trial \d+ completed with 5/)
    tuner.process.kill('SIGTERM')
    expect(await tuner.ended).toBe(143)
  })

  it('by a second tuner of the same command, which shares the trials', async () => {
    const [one, other] = [start('quick.mjs', 12), start('quick.mjs', 12)]
    expect(await Promise.all([one.ended, other.ended])).toEqual([0, 0])
    const { trials, counts } = await folder.snapshot('net')
    expect([counts.completed, [...trials].map(({ attempt }) => attempt)]).toEqual([
      12,
      Array.from({ length: 12 }, () => 1),
    ])
  })
})
