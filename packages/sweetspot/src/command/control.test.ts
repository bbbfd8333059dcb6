import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Clock,
  createStudy,
  type Executor,
  float,
  type OptimizeOptions,
  randomSampler,
  space,
} from '@sweetspot/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { onlyEntry } from '../../test/only-entry.ts'
import { isRunning, MEMBERS, numberIn, STUBBORN } from '../../test/stubborn-command.ts'
import { commandExecutor } from './command-executor.ts'
import type { CommandOptions } from './command-options.ts'
import { trialFolder } from './trial-folder.ts'

let folder: string
const open: Executor[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-test-'))
})
afterEach(async () => {
  for (const executor of open.splice(0)) await executor.close()
  rmSync(folder, { recursive: true })
})

const log = () => join(onlyEntry(join(folder, 'sweetspot-trials')), '0/log.txt')

const node = (script: string) => [process.execPath, '-e', script, '{params.json}']

async function start(options: CommandOptions, clock?: Clock) {
  const study = await createStudy({
    space: space({ x: float(0, 1) }),
    sampler: randomSampler(),
    seed: 1,
    name: 's',
    observers: [{ notice() {} }],
    ...(clock && { clock }),
  })
  const executor = commandExecutor({ cwd: folder, ...options })
  open.push(executor)
  return { study, executor, run: (more: OptimizeOptions = {}) => study.optimize(executor, { trials: 1, ...more }) }
}

describe('stopping a command', () => {
  it('ends by SIGTERM what obeys it, when the trial times out', async () => {
    const script = `
      process.on('SIGTERM', () => { console.log('bye'); process.exit() })
      require('fs').writeFileSync('ready', '1')
      setInterval(() => {}, 1000)`
    // The trial times out as soon as its command is ready, however slowly it starts.
    const timeouts: (() => void)[] = []
    const clock: Clock = {
      now: () => Date.now(),
      after(delay, callback) {
        if (delay === 1e9) timeouts.push(callback)
        const timer = setTimeout(callback, delay)
        return () => clearTimeout(timer)
      },
    }
    const { study, run } = await start({ argv: node(script) }, clock)
    const running = run({ trialTimeout: 1e9 })
    await numberIn(folder, 'ready')
    for (const timeout of timeouts) timeout()
    await running
    expect(study.trials[0]).toMatchObject({ state: 'failed', reason: 'timeout' })
    expect(readFileSync(log(), 'utf8')).toBe('bye\n')
  })

  it('kills all processes that ignore SIGTERM after the grace period, when the run is aborted', async () => {
    const { study, run } = await start({ argv: STUBBORN, gracePeriod: 3_000 })
    const controller = new AbortController()
    const running = run({ signal: controller.signal })
    const pids = await Promise.all(MEMBERS.map((name) => numberIn(folder, name)))
    controller.abort()
    expect((await running).reason).toBe('aborted')
    expect(pids.map(isRunning)).toEqual(pids.map(() => false))
    expect(study.trials[0]?.state).toBe('waiting')
    expect(readFileSync(log(), 'utf8')).toContain('SIGTERM')
  })

  it('kills them at once when the executor is closed', async () => {
    const { executor, run } = await start({ argv: STUBBORN, gracePeriod: 1_000_000 })
    const running = run().catch(String)
    const pids = await Promise.all(MEMBERS.map((name) => numberIn(folder, name)))
    await executor.close()
    expect(await running).toMatch(/The executor was closed while trial 0 ran\..*ERR_EXECUTOR_CLOSED/s)
    expect(pids.map(isRunning)).toEqual(pids.map(() => false))
  })

  it('ends a grace period when the executor is closed', async () => {
    const { study, executor, run } = await start({ argv: STUBBORN, gracePeriod: 1_000_000 })
    const running = run({ catch: true })
    const pids = await Promise.all(MEMBERS.map((name) => numberIn(folder, name)))
    await study.cancel(0)
    await sleep(50)
    await executor.close()
    await running
    expect(pids.map(isRunning)).toEqual(pids.map(() => false))
  })

  it('ends what a command leaves behind in its group', async () => {
    const script = `
      const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
      require('fs').writeFileSync('child', '' + child.pid)
      console.log('{"value": 1}')
      process.exit()`
    const { study, run } = await start({ argv: node(script) })
    await run()
    expect(study.trials[0]?.state).toBe('completed')
    expect(isRunning(await numberIn(folder, 'child'))).toBe(false)
  })

  it('does not wait for a daemon that keeps the output open', async () => {
    const script = `
      const daemon = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit', detached: true })
      require('fs').writeFileSync('daemon', '' + daemon.pid)
      console.log('{"value": 1}')
      process.exit()`
    const { study, run } = await start({ argv: node(script) })
    await run()
    expect(study.trials[0]?.state).toBe('completed')
    const daemon = await numberIn(folder, 'daemon')
    expect(isRunning(daemon)).toBe(true)
    process.kill(daemon, 'SIGKILL')
  })
})

describe('the output of a daemon that never stops writing', () => {
  const TALKER = node(`
    const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => console.log("x".repeat(99)), 20)'], { stdio: 'inherit', detached: true })
    require('fs').writeFileSync('daemon', '' + child.pid)
    console.log('{"value": 1}')
    process.exit()`)

  it('is given up a moment after the command has ended', async () => {
    const { study, run } = await start({ argv: TALKER })
    await run()
    expect(study.trials[0]).toMatchObject({ state: 'completed', values: { value: 1 } })
    process.kill(await numberIn(folder, 'daemon'), 'SIGKILL')
  })
})

describe('a memory limit', () => {
  const EATER = (megabytes: number) =>
    node(`const kept = []; const timer = setInterval(() => {
        kept.push(Buffer.alloc(10e6, 1))
        if (kept.length * 10 >= ${megabytes}) { clearInterval(timer); console.log('{"value": 1}') }
      }, 20)`)

  it('fails a trial whose processes use more, with the reason memory', async () => {
    const { study, run } = await start({ argv: EATER(100_000), memoryLimit: 300e6, gracePeriod: 1e6 })
    await run()
    expect(study.trials[0]).toMatchObject({
      state: 'failed',
      reason: 'memory',
      error: expect.stringMatching(/^The command used \d+ MB, more than its limit of 300 MB\.$/),
    })
  })

  it('leaves others alone', async () => {
    const { study, run } = await start({ argv: EATER(100), memoryLimit: 1_000e6 })
    await run()
    expect(study.trials[0]?.state).toBe('completed')
  })
})

describe('the log of a trial', () => {
  it('has stdout and stderr, also of a failed trial, for this user only', async () => {
    const { run } = await start({ argv: node('console.log("one"); console.error("two"); process.exitCode = 1') })
    await run({ catch: true })
    expect(readFileSync(log(), 'utf8').split('\n').toSorted()).toEqual(['', 'one', 'two'])
    expect(statSync(log()).mode & 0o777).toBe(0o600)
  })

  it('keeps the beginning and the end of a flood, of which the result is still read', async () => {
    const flood = `
      const line = 'x'.repeat(9999) + '\\n'
      console.log('begin')
      for (let i = 0; i < 5000; i++) process.stdout.write(line)
      console.log('{"value": 1}')`
    const { study, run } = await start({ argv: node(flood), logLimit: 100_000 })
    await run()
    expect(study.trials[0]).toMatchObject({ state: 'completed', values: { value: 1 } })
    const text = readFileSync(log(), 'utf8')
    expect(text.startsWith('begin\nxxx')).toBe(true)
    expect(text.endsWith('x\n{"value": 1}\n')).toBe(true)
    expect(text).toContain('49900019 bytes are missing here')
    expect(text.length).toBeLessThan(101_000)
  })

  it('that cannot be written is a notice, not a failure', async () => {
    const notices: string[] = []
    const { study, run } = await start({
      argv: node(`console.log('{"value": 1}')`),
      onNotice: (text) => void notices.push(text),
    })
    mkdirSync(join(trialFolder(join(folder, 'sweetspot-trials'), study.snapshot, 0), 'log.txt'), { recursive: true })
    await run()
    expect(study.trials[0]?.state).toBe('completed')
    expect(notices).toEqual([expect.stringMatching(/^The log .*log.txt is incomplete: EISDIR/)])
  })

  it('in a folder that cannot be made ends the run', async () => {
    writeFileSync(join(folder, 'file'), '')
    const { study, run } = await start({ argv: ['true'], folder: 'file' })
    await expect(run()).rejects.toMatchObject({
      code: 'ERR_FILE_ACCESS',
      message: expect.stringMatching(/file\/s-\w+\/0 cannot be written: ENOTDIR/),
    })
    expect(study.trials[0]?.state).toBe('waiting')
  })
})
