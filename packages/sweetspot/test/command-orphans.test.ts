import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isRunning, MEMBERS, numberIn, STUBBORN, untilEnded } from './stubborn-command.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a tuner that ends while its command runs', () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)('by %s leaves no process, and no socket', async (signal) => {
    const script = join(import.meta.dirname, 'processes/tune-command.ts')
    const tuner = spawn(process.execPath, [script, JSON.stringify(STUBBORN)], {
      cwd: folder,
      // The sockets of this tuner alone.
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const sockets = () => readdirSync(folder).filter((name) => existsSync(join(folder, name, 'channel')))
    const pids = await Promise.all(MEMBERS.map((name) => numberIn(folder, name)))
    expect(pids.map(isRunning)).toEqual(pids.map(() => true))
    expect(sockets()).toHaveLength(1)
    tuner.kill(signal)
    await once(tuner, 'exit')
    await untilEnded(...pids)
    while (sockets().length > 0) await sleep(20)
    expect(pids.map(isRunning)).toEqual(pids.map(() => false))
  })
})

describe('a tuner that ends before any command started', () => {
  it('leaves no socket', async () => {
    const script = join(import.meta.dirname, 'processes/tune-command.ts')
    const tuner = spawn(process.execPath, [script, '["no-such-program"]'], {
      cwd: folder,
      env: { ...process.env, TMPDIR: folder },
      stdio: 'ignore',
    })
    const [code] = await once(tuner, 'exit')
    expect(code).not.toBe(0)
    while (readdirSync(folder).some((name) => name.startsWith('sweetspot-'))) await sleep(20)
  })
})
