import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runIn } from '../command-line.ts'
import { type RunFolder, runFolder } from './run-folder.ts'

let folder: RunFolder
beforeEach(() => {
  folder = runFolder()
})
afterEach(() => folder[Symbol.dispose]())

const ECHO = ['node', 'echo.mjs'] as const
const GOAL = '-p x=0.0..1.0 --minimize loss --sampler random --seed 1'

describe('a run', () => {
  it.each([
    ['--metric regex:((', ECHO, 'The metric pattern "((" is invalid'],
    ['--memory-limit 8', ECHO, 'Expected --memory-limit to be a size such as 500MB or 8GB'],
    ['--gpus-per-trial 0', ECHO, '--gpus-per-trial'],
    ['--metric file:out.json -j 2', ECHO, 'let each write {dir}/metrics.json'],
    ['', ['no-such-program-of-anybody'], 'no-such-program-of-anybody'],
  ])('is checked before its study is created, also with --dry-run: %s', async (words, command, message) => {
    folder.script('echo.mjs', 'console.log(\'{"loss": 1}\')')
    for (const dry of ['', ' --dry-run']) {
      const { code, stderr } = await folder.run(`${GOAL} --study s ${words}${dry}`, command)
      expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
    }
    expect(existsSync(join(folder.path, 'sweetspot.db'))).toBe(false)
  })

  it('has one --timeout for all of its trials', async () => {
    // The first trial takes longer than the whole time, so that no other one starts.
    folder.script('slow.mjs', 'setTimeout(() => console.log(\'{"loss": 1}\'), 1_500)')
    const { code } = await folder.run(`${GOAL} --study slow --timeout 1s`, ['node', 'slow.mjs'])
    expect(code).toBe(0)
    expect((await folder.snapshot('slow')).trials.next).toBe(1)
  })

  it('ends quickly if its first trial prints a very long word and no metric', async () => {
    folder.script('long.mjs', "console.log('a'.repeat(1_200_000))")
    const { code, stderr } = await folder.run(`${GOAL} -n 1`, ['node', 'long.mjs'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('[ERR_METRIC_NOT_FOUND]')])
    expect(stderr.length).toBeLessThan(5_000)
  })

  it('ends with an event of the result, if no metric is found', async () => {
    folder.script('silent.mjs', "console.log('hello')")
    const { code, stdout } = await folder.run(`${GOAL} -n 1 --json --study quiet`, ['node', 'silent.mjs'])
    expect(code).toBe(2)
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      event: 'result',
      study: 'quiet',
      reason: 'no-metric',
      exitCode: 2,
      missing: ['loss'],
    })
  })

  it('says that its command has changed, and shows each trial with its own', async () => {
    folder.script('scaled.mjs', 'console.log(JSON.stringify({ loss: Number(process.argv[2]) }))')
    const run = (scale: string, more: string) => folder.run(`${GOAL} --study s ${more}`, ['node', 'scaled.mjs', scale])
    expect((await run('1', '-n 1')).stderr).not.toContain('The command differs')
    const { stdout, stderr } = await run('100', '--more 1')
    expect(stderr).toContain(
      'The command differs from that of the 1 finished trial so far; their results are compared. For a study of its own: --study NAME.',
    )
    expect(stdout).toContain('Best loss 1 (trial 0')
    expect(stdout).toContain('node scaled.mjs 1 ')
    expect(stdout).not.toContain('node scaled.mjs 100')
    // The same command again is no change.
    expect((await run('100', '--more 1')).stderr).not.toContain('The command differs')
  })

  it('shows a trial that ran again with the command that ran it', async () => {
    folder.script('silent.mjs', "console.log('hello')")
    folder.script('right.mjs', 'console.log(JSON.stringify({ loss: 1 }))')
    expect((await folder.run(`${GOAL} --study s -n 1`, ['node', 'silent.mjs'])).code).toBe(2)
    // The trial is in the queue.
    expect((await folder.snapshot('s')).counts).toMatchObject({ waiting: 1 })
    const { code, stdout, stderr } = await folder.run(`${GOAL} --study s -n 1`, ['node', 'right.mjs'])
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('The command differs')])
    expect(stdout).toContain('node right.mjs')
    expect(stdout).not.toContain('node silent.mjs')
    const best = await runIn(folder.path, ['best', 's', '--as', 'command'])
    expect(best.stdout).toMatch(/^node right\.mjs /)
    // It keeps that command when the next one starts.
    folder.script('worse.mjs', 'console.log(JSON.stringify({ loss: 2 }))')
    await folder.run(`${GOAL} --study s --more 1`, ['node', 'worse.mjs'])
    expect((await runIn(folder.path, ['best', 's', '--as', 'command'])).stdout).toBe(best.stdout)
  })

  it('prints no control characters of its programs', async () => {
    folder.script('ansi.mjs', "process.stderr.write('\\u001b]0;pwned\\u0007\\u001b[31mboom\\n'); process.exitCode = 1")
    const { code, stderr } = await folder.run(`${GOAL} --max-failures 1`, ['node', 'ansi.mjs'])
    expect(code).toBe(5)
    expect(stderr).toContain('boom')
    expect(stderr).not.toMatch(/[\u0007\u001b]/)
  })
})

describe('names that objects inherit', () => {
  it.each([['-p __proto__=0.0..1.0 --minimize loss'], ['-p x=0.0..1.0 --minimize loss --constraint __proto__<=1']])(
    'are refused as names: %s',
    async (words) => {
      writeFileSync(join(folder.path, 'echo.mjs'), 'console.log(\'{"loss": 1}\')')
      const { code, stderr } = await folder.run(words, ECHO)
      expect([code, stderr]).toEqual([2, expect.stringContaining('[ERR_INVALID_NAME]')])
    },
  )
})

describe('logs --follow', () => {
  it('shows the output of all attempts of a trial that runs', async () => {
    folder.script(
      'retry.mjs',
      "const n = process.env.SWEETSPOT_ATTEMPT; console.log('attempt ' + n); setTimeout(() => { if (n === '1') process.exit(1); console.log('{\"loss\": 1}') }, 1_000)",
    )
    const running = folder.run(`${GOAL} -n 1 --retries 1 --study r`, ['node', 'retry.mjs'])
    const isThere = () => existsSync(join(folder.path, 'sweetspot.db'))
    while (!isThere() || (await folder.snapshot('r').catch(() => undefined))?.trials.next !== 1) await pause(20)
    const { stdout } = await runIn(folder.path, ['logs', 'r', '0', '--follow'])
    await running
    expect(stdout).toContain('attempt 1\nattempt 2\n{"loss": 1}\n')
  })
})

it('params have the same environment variables in best --as env as in their trial', async () => {
  folder.script(
    'names.mjs',
    "console.log(JSON.stringify({ loss: 1 })); console.error(Object.keys(process.env).filter((name) => name.startsWith('SWEETSPOT_PARAM_')).join())",
  )
  await folder.run('-p größe=1..8 --minimize loss -n 1 --study n', ['node', 'names.mjs'])
  const { stdout } = await runIn(folder.path, ['best', 'n', '--as', 'env'])
  const { stdout: log } = await runIn(folder.path, ['logs', 'n', '0'])
  expect(log).toContain(`${stdout.split('=')[0]}\n`)
})

it('a command of another tool is answered with the one of this tool', async () => {
  const { code, stderr } = await runIn(folder.path, ['best-trial', 'n'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('Unknown command "best-trial". Did you mean best?')])
})
