import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createStudy, type Executor, float, type OptimizeOptions, randomSampler, space } from '@sweetspot/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandExecutor } from './command-executor.ts'
import type { CommandOptions } from './command-options.ts'
import { hasProc } from './process/process-table.ts'
import { signalTo } from './process/stop-family.ts'

let folder: string
const open: Executor[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-test-'))
})
afterEach(async () => {
  for (const executor of open.splice(0)) await executor.close()
  rmSync(folder, { recursive: true })
})

const node = (script: string) => [process.execPath, '-e', script, '{params.json}']

async function start(options: CommandOptions) {
  const study = await createStudy({
    space: space({ x: float(0, 1) }),
    sampler: randomSampler(),
    seed: 1,
    name: 's',
    observers: [{ notice() {} }],
  })
  const executor = commandExecutor({ cwd: folder, ...options })
  open.push(executor)
  return { study, executor, run: (more: OptimizeOptions = {}) => study.optimize(executor, { trials: 1, ...more }) }
}

/** The number that a process writes into a file, once it is there. */
async function numberIn(name: string): Promise<number> {
  const path = join(folder, name)
  while (!existsSync(path) || readFileSync(path, 'utf8') === '') await sleep(5)
  return Number(readFileSync(path, 'utf8'))
}

/** Whether a process runs: it exists, and is not a zombie that nobody waits for. */
function isRunning(pid: number): boolean {
  if (!signalTo(pid, 0)) return false
  if (!hasProc) return true
  try {
    return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}

async function untilEnded(...pids: readonly number[]): Promise<void> {
  while (pids.some(isRunning)) await sleep(20)
}

/**
 * A command with three processes: itself, a child of its group, and one in a session of its own whose parent has ended.
 * None ends by SIGTERM. Each writes its number.
 */
const STUBBORN = node(`
  const { spawn } = require('child_process')
  const { writeFileSync } = require('fs')
  const stay = (name) => "process.on('SIGTERM', () => {}); require('fs').writeFileSync('" + name + "', '' + process.pid); setInterval(() => {}, 1000)"
  spawn(process.execPath, ['-e', stay('child')], { stdio: 'inherit' })
  const daemon = "require('child_process').spawn(process.execPath, ['-e', " + JSON.stringify(stay('daemon')) + "], { detached: true, stdio: 'inherit' }).unref()"
  spawn(process.execPath, ['-e', daemon], { stdio: 'inherit' })
  process.on('SIGTERM', () => console.log('SIGTERM'))
  writeFileSync('leader', '' + process.pid)
  setInterval(() => {}, 1000)`)

/** Members that can be found: the daemon is known by its environment, which only Linux shows. */
const MEMBERS = hasProc ? ['leader', 'child', 'daemon'] : ['leader', 'child']

describe('stopping a command', () => {
  it('ends by SIGTERM what obeys it, when the trial times out', async () => {
    const { study, run } = await start({
      argv: node("process.on('SIGTERM', () => { console.log('bye'); process.exit() }); setInterval(() => {}, 1000)"),
    })
    await run({ trialTimeout: 500 })
    expect(study.trials[0]).toMatchObject({ state: 'failed', reason: 'timeout' })
    expect(readFileSync(join(folder, 'sweetspot-trials/s/0/log.txt'), 'utf8')).toBe('bye\n')
  })

  it('kills all processes that ignore SIGTERM after the grace period, when the run is aborted', async () => {
    const { study, run } = await start({ argv: STUBBORN, gracePeriod: 200 })
    const controller = new AbortController()
    const running = run({ signal: controller.signal })
    const pids = await Promise.all(MEMBERS.map(numberIn))
    controller.abort()
    expect((await running).reason).toBe('aborted')
    expect(pids.map(isRunning)).toEqual(pids.map(() => false))
    expect(study.trials[0]?.state).toBe('waiting')
    expect(readFileSync(join(folder, 'sweetspot-trials/s/0/log.txt'), 'utf8')).toContain('SIGTERM')
  })

  it('kills them at once when the executor is closed', async () => {
    const { executor, run } = await start({ argv: STUBBORN, gracePeriod: 1_000_000 })
    const running = run().catch(String)
    const pids = await Promise.all(MEMBERS.map(numberIn))
    await executor.close()
    expect(await running).toContain('the executor was closed while trial 0 ran')
    expect(pids.map(isRunning)).toEqual(pids.map(() => false))
  })

  it('ends a grace period when the executor is closed', async () => {
    const { study, executor, run } = await start({ argv: STUBBORN, gracePeriod: 1_000_000 })
    const running = run({ catch: true })
    const pids = await Promise.all(MEMBERS.map(numberIn))
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
    expect(isRunning(await numberIn('child'))).toBe(false)
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
    const daemon = await numberIn('daemon')
    expect(isRunning(daemon)).toBe(true)
    process.kill(daemon, 'SIGKILL')
  })
})

describe('the end of the tuner', () => {
  const TUNER = `
    import { createStudy, float, randomSampler, space } from '${new URL('../../../core/src/index.ts', import.meta.url).href}'
    import { commandExecutor } from '${new URL('./command-executor.ts', import.meta.url).href}'
    const study = await createStudy({ space: space({ x: float(0, 1) }), sampler: randomSampler(), observers: [{ notice() {} }] })
    const executor = commandExecutor({ argv: JSON.parse(process.env.ARGV), cwd: process.cwd(), gracePeriod: 1e6 })
    await study.optimize(executor, { trials: 1 })
    await executor.close()`

  const build = promisify(execFile)
  /** Bundled, because the sources of this package import the core by its name. */
  async function tuner(): Promise<string> {
    const file = join(folder, 'tuner.mjs')
    const script = `import { build } from 'esbuild'
      await build({ stdin: { contents: process.argv[1], resolveDir: process.cwd(), loader: 'ts' }, outfile: process.argv[2],
        bundle: true, format: 'esm', platform: 'node', external: ['re2js', 'better-sqlite3', 'kysely'],
        tsconfig: 'tsconfig.check.json', banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" } })`
    await build(process.execPath, ['--input-type=module', '-e', script, TUNER, file], {
      cwd: join(import.meta.dirname, '../../../..'),
    })
    return file
  }

  it.each(['SIGKILL', 'SIGTERM'] as const)('by %s leaves no process and no file', async (signal) => {
    const before = new Set(readdirSync(tmpdir()))
    const child = spawn(process.execPath, [await tuner()], {
      cwd: folder,
      env: { ...process.env, ARGV: JSON.stringify(STUBBORN) },
      stdio: 'ignore',
    })
    const pids = await Promise.all(MEMBERS.map(numberIn))
    child.kill(signal)
    await once(child, 'exit')
    await untilEnded(...pids)
    const isOurs = (name: string) =>
      name.startsWith('sweetspot-') && !before.has(name) && !name.startsWith('sweetspot-test-')
    const left = () =>
      readdirSync(tmpdir()).filter((name) => isOurs(name) && existsSync(join(tmpdir(), name, 'channel')))
    while (left().length > 0) await sleep(20)
    expect(pids.map(isRunning)).toEqual(pids.map(() => false))
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
  const log = () => join(folder, 'sweetspot-trials/s/0/log.txt')

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
      for (let i = 0; i < 5000; i++) require('fs').writeSync(1, line)
      console.log('{"value": 1}')`
    const { study, run } = await start({ argv: node(flood), logLimit: 100_000 })
    await run()
    expect(study.trials[0]).toMatchObject({ state: 'completed', values: { value: 1 } })
    const text = readFileSync(log(), 'utf8')
    expect(text.startsWith('begin\nxxx')).toBe(true)
    expect(text.endsWith('x\n{"value": 1}\n')).toBe(true)
    expect(text).toContain('49900018 bytes are missing here')
    expect(text.length).toBeLessThan(101_000)
  })

  it('that cannot be written is a notice, not a failure', async () => {
    const notices: string[] = []
    const { study, run } = await start({
      argv: node(`require('fs').mkdirSync('x'); console.log('{"value": 1}')`),
      folder: '/proc',
      onNotice: (text) => void notices.push(text),
    })
    await expect(run()).rejects.toThrow('The executor threw')
    expect(study.trials[0]?.state).toBe('waiting')
  })
})
