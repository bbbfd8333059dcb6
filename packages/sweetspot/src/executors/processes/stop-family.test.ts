import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isRunning, MEMBERS, numberIn, STUBBORN } from '../../../test/stubborn-command.ts'
import { stopFamily, stopLeftovers } from './stop-family.ts'

/** Milliseconds that no test waits for. */
const FOREVER = 1e9

let folder: string
let started: number[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-test-'))
  started = []
})
afterEach(() => {
  for (const pid of started.filter(isRunning)) process.kill(pid, 'SIGKILL')
  rmSync(folder, { recursive: true })
})

function start(argv: readonly string[], env: Record<string, string> = {}): ChildProcess & { readonly pid: number } {
  const child = spawn(argv[0] ?? '', argv.slice(1), {
    cwd: folder,
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, ...env },
  })
  const { pid } = child
  if (pid === undefined) throw new Error('not started')
  started.push(pid)
  return Object.assign(child, { pid })
}

async function members(names: readonly string[]): Promise<readonly number[]> {
  const pids = await Promise.all(names.map((name) => numberIn(folder, name)))
  started.push(...pids)
  return pids
}

const running = (pids: readonly number[]) => pids.filter(isRunning)

describe('stopFamily', () => {
  it('kills what ignores SIGTERM after the grace period, also outside the group and the tree if it has the mark', async () => {
    const leader = start(STUBBORN, { MARK: 'stop-family-1' }).pid
    const pids = await members(MEMBERS)
    await stopFamily({ leader, mark: 'stop-family-1' }, { grace: 50 })
    expect(running(pids)).toEqual([])
  })

  it('kills only the group and its descendants without a mark', async () => {
    const leader = start(STUBBORN).pid
    const [, child = 0] = await members(['leader', 'child', 'daemon'])
    await stopFamily({ leader }, { grace: 0 })
    expect(running([leader, child])).toEqual([])
    expect(isRunning(await numberIn(folder, 'daemon'))).toBe(true)
  })

  it('waits no longer than the processes need', async () => {
    const leader = start([process.execPath, '-e', 'setInterval(() => {}, 1000)']).pid
    await stopFamily({ leader }, { grace: FOREVER })
    expect(isRunning(leader)).toBe(false)
  })

  it('ends the grace period when it is told to hurry', async () => {
    const leader = start(STUBBORN).pid
    const pids = await members(['leader', 'child'])
    const hurry = new AbortController()
    const stopped = stopFamily({ leader }, { grace: FOREVER, hurry: hurry.signal })
    hurry.abort()
    await stopped
    expect(running(pids)).toEqual([])
  })

  it('ends the group if the processes of the machine cannot be listed', async () => {
    const leader = start(STUBBORN).pid
    const pids = await members(['leader', 'child'])
    const table = () => Promise.reject(new Error('EMFILE'))
    await stopFamily({ leader }, { grace: 0, table })
    expect(running(pids)).toEqual([])
  })
})

describe('stopLeftovers', () => {
  it('ends the rest of a group, but not a process that left it', async () => {
    const leader = start(STUBBORN)
    const [, child = 0, daemon = 0] = await members(['leader', 'child', 'daemon'])
    const exited = new Promise((resolve) => leader.once('exit', resolve))
    process.kill(leader.pid, 'SIGKILL')
    await exited
    await stopLeftovers(leader.pid, { grace: 10 })
    expect(running([child, daemon])).toEqual([daemon])
  })

  it('looks at nothing if nothing is left', async () => {
    const leader = start(['true'])
    await new Promise((resolve) => leader.once('exit', resolve))
    const table = () => Promise.reject(new Error('looked'))
    await expect(stopLeftovers(leader.pid, { grace: FOREVER, table })).resolves.toBeUndefined()
  })
})
