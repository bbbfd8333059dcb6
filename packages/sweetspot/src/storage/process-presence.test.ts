import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { CompiledQuery } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteFile } from './open-sqlite-file.ts'
import { isReleased, takeLock } from './process-lock.ts'
import { ProcessPresence } from './process-presence.ts'
import { type SqliteFile, sqlite } from './sqlite-file.ts'

let folder: string
let path: string
let file: SqliteFile
let observer: ProcessPresence
const children: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  path = join(folder, 'studies.db')
  file = openSqliteFile(path)
  observer = new ProcessPresence()
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  observer.release()
  file.close()
  rmSync(folder, { recursive: true })
})

const owners = () =>
  file.all(sqlite.selectFrom('owners').select('owner').orderBy('owner').compile()).map(({ owner }) => owner)
const locks = () => readdirSync(folder).filter((name) => name.includes('-alive-'))

/** A program that registers an owner as alive, and then does something else forever. */
const program = (owner: string, then = 'setInterval(() => {}, 1_000)') => `
  import { openSqliteFile } from ${JSON.stringify(new URL('open-sqlite-file.ts', import.meta.url).href)}
  import { ProcessPresence } from ${JSON.stringify(new URL('process-presence.ts', import.meta.url).href)}
  const file = openSqliteFile(${JSON.stringify(path)})
  const presence = new ProcessPresence()
  presence.beat(file, ${JSON.stringify(owner)})
  console.log('up')
  ${then}
`

/** Runs a program in its own process, and resolves once its owner is alive. */
async function start(owner: string, { ending, wrap = [] }: { ending?: string; wrap?: readonly string[] } = {}) {
  const node = [process.execPath, '--input-type=module', '-e', program(owner, ending)]
  const [command = '', ...args] = [...wrap, ...node]
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  await once(child.stdout as NodeJS.ReadableStream, 'data')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

const TOTAL_CHANGES = CompiledQuery.raw('select total_changes() as changes') as CompiledQuery<{ changes: number }>

/** The state of a process, as ps prints it. Small systems have no ps. */
function stateOf(pid: number | undefined): string {
  const stat = `/proc/${pid}/stat`
  if (existsSync(stat)) return readFileSync(stat, 'latin1').replace(/^.*\) /s, '')
  return spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
}

const COMPUTES = 'for (;;) {}'
const UNSHARE = ['unshare', '--pid', '--fork', '--kill-child']
const canUnshare = spawnSync('unshare', [...UNSHARE.slice(1), 'true']).status === 0

describe('an owner of another process', () => {
  it('is alive until its process is killed, and then gone immediately', async () => {
    const child = await start('child')
    expect(observer.gone(file, ['child'])).toEqual([])
    await kill(child)
    expect(observer.gone(file, ['child'])).toEqual(['child'])
  })

  it('is alive while its process blocks the event loop', async () => {
    await start('busy', { ending: COMPUTES })
    expect(observer.gone(file, ['busy'])).toEqual([])
  })

  it.skipIf(process.platform === 'win32')('is alive while its process is suspended', async () => {
    const child = await start('suspended')
    child.kill('SIGSTOP')
    const state = () => stateOf(child.pid)
    await expect.poll(state).toMatch(/^T/)
    expect(observer.gone(file, ['suspended'])).toEqual([])
    expect(state()).toMatch(/^T/)
    await kill(child)
    expect(observer.gone(file, ['suspended'])).toEqual(['suspended'])
  })

  it.skipIf(process.platform === 'win32')('is gone even if its process is a zombie', async () => {
    const child = await start('orphan', { wrap: ['sh', '-c', '"$@" & echo $!; exec sleep 600', 'sh'] })
    // The shell says the process id, and perhaps the process its first word, in what was heard so far.
    while (!owners().includes('orphan')) await sleep(10)
    expect(observer.gone(file, ['orphan'])).toEqual([])
    const row = file.all(sqlite.selectFrom('owners').select('pid').where('owner', '=', 'orphan').compile())[0]
    const pid = row?.pid as number
    expect(pid).not.toBe(child.pid)
    process.kill(pid, 'SIGKILL')
    while (observer.gone(file, ['orphan']).length === 0) await sleep(10)
    expect(process.kill(pid, 0)).toBe(true)
  })

  it('is gone when its process has exited without leaving', async () => {
    const child = await start('ended', { ending: 'process.exit(0)' })
    if (child.exitCode === null) await once(child, 'exit')
    expect(observer.gone(file, ['ended'])).toEqual(['ended'])
  })
})

describe.skipIf(!canUnshare)('an owner in another PID namespace', () => {
  it('is alive while it computes, although this namespace has no such process', async () => {
    const child = await start('inside', { ending: COMPUTES, wrap: UNSHARE })
    const row = file.all(sqlite.selectFrom('owners').select('pid').where('owner', '=', 'inside').compile())[0]
    expect(row?.pid).toBe(1)
    expect(observer.gone(file, ['inside'])).toEqual([])
    await kill(child)
    while (observer.gone(file, ['inside']).length === 0) await sleep(10)
  })

  it('is gone after its container was killed, also for the same process id in the next container', async () => {
    const first = await start('first', { wrap: UNSHARE })
    await kill(first)
    const then = `console.log(process.pid, JSON.stringify(presence.gone(file, ['first', 'second'])))`
    const second = spawnSync('unshare', [
      ...UNSHARE.slice(1),
      process.execPath,
      '--input-type=module',
      '-e',
      program('second', then),
    ])
    expect(String(second.stdout)).toContain('1 ["first"]')
  })
})

describe('an owner of this process', () => {
  it('is alive until it leaves', () => {
    observer.beat(file, 'one')
    observer.beat(file, 'two')
    expect(observer.gone(file, ['one', 'two'])).toEqual([])
    observer.leave(file, 'one')
    expect(observer.gone(file, ['one', 'two'])).toEqual(['one'])
  })

  it('is alive for others of this process, until its storage is closed', () => {
    const other = new ProcessPresence()
    observer.beat(file, 'one')
    expect(other.gone(file, ['one'])).toEqual([])
    expect(other.gone(file, ['one'])).toEqual([])
    observer.release()
    expect(other.gone(file, ['one'])).toEqual(['one'])
  })

  it('is gone when its worker thread was terminated', async () => {
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program('thread'))}`), {
      stdout: true,
    })
    await once(worker.stdout, 'data')
    expect(observer.gone(file, ['thread'])).toEqual([])
    await worker.terminate()
    expect(observer.gone(file, ['thread'])).toEqual(['thread'])
  })

  it.skipIf(process.platform === 'win32')('takes a new lock if its own was deleted', () => {
    observer.beat(file, 'one')
    rmSync(join(folder, locks()[0] as string))
    observer.beat(file, 'one')
    expect(locks()).toHaveLength(1)
    expect(new ProcessPresence().gone(file, ['one'])).toEqual([])
  })

  it('is in the table again with its next beat if its row was lost', () => {
    observer.beat(file, 'one')
    file.run(sqlite.deleteFrom('owners').compile())
    observer.beat(file, 'one')
    expect(owners()).toEqual(['one'])
  })

  it('writes nothing while it is alive', () => {
    observer.beat(file, 'one')
    const before = file.all(TOTAL_CHANGES)[0]?.changes
    observer.beat(file, 'one')
    expect(file.all(TOTAL_CHANGES)[0]?.changes).toBe(before)
  })
})

describe('locks and rows of dead owners', () => {
  it('are removed when another owner leaves', async () => {
    observer.beat(file, 'one')
    await kill(await start('dead'))
    expect(locks()).toHaveLength(2)
    observer.leave(file, 'one')
    observer.release()
    expect(owners()).toEqual([])
    expect(locks()).toEqual([])
  })

  it('are removed when a new owner is added, and those of living owners are kept', async () => {
    const dead = await start('dead')
    await start('living')
    await kill(dead)
    takeLock(`${path}-alive-0123456789abcdef`)
    expect(locks()).toHaveLength(3)
    observer.beat(file, 'new')
    expect(owners()).toEqual(['living', 'new'])
    expect(locks()).toContain('studies.db-alive-0123456789abcdef')
    expect(locks()).toHaveLength(3)
  })

  it('do not exist after a regular leave', () => {
    observer.beat(file, 'one')
    observer.leave(file, 'one')
    observer.release()
    expect(owners()).toEqual([])
    expect(locks()).toEqual([])
  })
})

describe('a lock', () => {
  it('in an unknown state is not released', () => {
    expect(isReleased(folder)).toBe(false)
    expect(isReleased(join(folder, 'none'))).toBe(true)
    const lock = takeLock(join(folder, 'lock'))
    expect(isReleased(lock.path)).toBe(false)
    lock.release()
    expect(existsSync(lock.path)).toBe(false)
  })

  it('whose file cannot be removed is released without an error', () => {
    const lock = takeLock(join(folder, 'lock'))
    rmSync(lock.path)
    mkdirSync(lock.path)
    expect(() => lock.release()).not.toThrow()
  })
})
