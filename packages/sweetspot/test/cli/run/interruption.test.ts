import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isRunning, untilEnded } from '../../stubborn-command.ts'
import { type RunFolder, runFolder } from './run-folder.ts'
import { startTuner } from './tuner.ts'

let folder: RunFolder
beforeEach(() => {
  folder = runFolder()
})
afterEach(() => folder[Symbol.dispose]())

/**
 * A trial that writes its process number, and ends with a result when the file `go` exists. It ends by SIGTERM, unless its
 * params say that it is stubborn.
 */
const WAITING = `
import { existsSync, writeFileSync } from 'node:fs'
writeFileSync(process.env.SWEETSPOT_DIR + '/pid', String(process.pid))
if (process.argv[2] === 'stubborn') process.on('SIGTERM', () => {})
if (process.env.SWEETSPOT_TRIAL === '0') console.log(JSON.stringify({ step: 1, loss: 1 }))
setInterval(() => {
  if (existsSync('go')) { console.log(JSON.stringify({ loss: Number(process.env.SWEETSPOT_TRIAL) })); process.exit() }
}, 20)
`

/** The process numbers of the trials that wait, once there are as many. */
async function waiting(count: number): Promise<readonly number[]> {
  const root = join(folder.path, 'sweetspot-trials')
  for (;;) {
    const paths = existsSync(root) ? readdirSync(root, { encoding: 'utf8', recursive: true }) : []
    const files = paths.filter((path) => basename(path) === 'pid')
    const pids = files.map((file) => Number(readFileSync(join(root, file), 'utf8')))
    if (pids.filter((pid) => pid > 0).length >= count) return pids
    await sleep(20)
  }
}

const WORDS = '-p x=0.0..1.0 --minimize loss --sampler random -n 5 -j 2'
const command = (mode = 'polite') => ['node', 'waiting.mjs', mode, '{params.json}']

async function started(mode?: string) {
  folder.script('waiting.mjs', WAITING)
  const tuner = startTuner(folder.path, [...WORDS.split(' '), '--', ...command(mode)])
  const pids = await waiting(2)
  return { tuner, pids }
}

/** Lets all trials end, and runs the same command to its end. */
async function finish() {
  folder.script('go', '')
  const { code, stderr } = await folder.run(WORDS, command())
  const { trials, counts } = await folder.snapshot('waiting-mjs')
  return { code, stderr, counts, attempts: [...trials].map(({ attempt }) => attempt) }
}

describe('SIGINT', () => {
  it('once finishes the running trials and prints the result', async () => {
    const { tuner } = await started()
    tuner.process.kill('SIGINT')
    await tuner.until('finishing 2 running trials (again: stop them now)')
    folder.script('go', '')
    expect(await tuner.ended).toBe(130)
    expect(tuner.output()).toMatch(/2 completed\. Interrupted\. Continue: the same command\.[^]*Best loss 0 \(trial 0/)
    expect((await folder.snapshot('waiting-mjs')).counts).toMatchObject({ completed: 2, waiting: 0, running: 0 })
    expect(await finish()).toMatchObject({ code: 0, counts: { completed: 5 }, attempts: [1, 1, 1, 1, 1] })
  })

  it('twice stops the running trials, which run again with the same command', async () => {
    const { tuner, pids } = await started()
    tuner.process.kill('SIGINT')
    await tuner.until('finishing')
    tuner.process.kill('SIGINT')
    await tuner.until('stopping 2 running trials, which will run again next time (again: kill)')
    expect(await tuner.ended).toBe(130)
    expect(pids.some(isRunning)).toBe(false)
    expect((await folder.snapshot('waiting-mjs')).counts).toMatchObject({ completed: 0, waiting: 2, running: 0 })
    expect(await finish()).toMatchObject({ code: 0, counts: { completed: 5 }, attempts: [2, 2, 1, 1, 1] })
  })

  it('three times kills trials that do not end', async () => {
    const { tuner, pids } = await started('stubborn')
    for (const text of ['finishing', 'stopping', 'killing']) {
      tuner.process.kill('SIGINT')
      await tuner.until(text)
    }
    expect(await tuner.ended).toBe(130)
    await untilEnded(...pids)
    expect(await finish()).toMatchObject({ code: 0, counts: { completed: 5 }, attempts: [2, 2, 1, 1, 1] })
  })
})

it('SIGTERM stops the running trials, which run again with the same command', async () => {
  const { tuner, pids } = await started()
  tuner.process.kill('SIGTERM')
  expect(await tuner.ended).toBe(143)
  expect(pids.some(isRunning)).toBe(false)
  expect(await finish()).toMatchObject({ code: 0, counts: { completed: 5 }, attempts: [2, 2, 1, 1, 1] })
})

it('SIGKILL leaves no process and loses nothing', async () => {
  const { tuner, pids } = await started('stubborn')
  tuner.process.kill('SIGKILL')
  expect(await tuner.ended).toBe(137)
  await untilEnded(...pids)
  const { code, stderr, counts, attempts } = await finish()
  expect([code, counts.completed, attempts]).toEqual([0, 5, [2, 2, 1, 1, 1]])
  expect(stderr).toMatch(/trials? .*0.* run again/i)
})
