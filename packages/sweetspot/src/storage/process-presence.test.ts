import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ProcessIdentity, processIdentity } from './process-identity.ts'
import { beat, gone, leave } from './process-presence.ts'
import { openSqliteFile, type SqliteFile, sqlite } from './sqlite-file.ts'

let folder: string
let file: SqliteFile
let child: ChildProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-'))
  file = openSqliteFile(join(folder, 'studies.db'))
})
afterEach(() => {
  child?.kill('SIGKILL')
  child = undefined
  file.close()
  rmSync(folder, { recursive: true })
})

const self = processIdentity()

/** A machine with these processes: the start of each by its id. */
function machine(host: string, pid: number, processes: Map<number, string | null>): ProcessIdentity {
  return {
    host,
    pid,
    started: processes.get(pid) ?? null,
    runs: (other, started) => {
      if (!processes.has(other)) return false
      return started === null ? undefined : processes.get(other) === started
    },
  }
}

const owners = () =>
  file.all(sqlite.selectFrom('owners').select('owner').orderBy('owner').compile()).map(({ owner }) => owner)
const ageBy = (seconds: number, owner: string) =>
  file.run(CompiledQuery.raw('update owners set beat_at = beat_at - ? where owner = ?', [seconds * 1_000, owner]))

async function startChild(): Promise<number> {
  child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], { stdio: 'pipe' })
  await once(child.stdout as NodeJS.ReadableStream, 'data')
  return child.pid as number
}

describe('this process', () => {
  it('runs, and no other one with its id does', () => {
    expect(self.runs(process.pid, self.started)).not.toBe(false)
    if (self.started !== null) expect(self.runs(process.pid, `${self.started}0`)).toBe(false)
  })

  it('sees that another one runs, and that it has been killed', async () => {
    const pid = await startChild()
    expect(self.runs(pid, null)).toBeUndefined()
    child?.kill('SIGKILL')
    await once(child as ChildProcess, 'exit')
    expect(self.runs(pid, null)).toBe(false)
    expect(self.runs(pid, '1')).toBe(false)
  })

  it.runIf(process.platform === 'linux')('sees that another one is dead though its parent did not notice', async () => {
    // The shell starts a process, and becomes a program that never waits for it: before it ends, or the shell would.
    child = spawn('sh', ['-c', 'sleep 1 & echo $!; exec sleep 60'], { stdio: 'pipe' })
    const [output] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [unknown]
    const pid = Number(String(output))
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] as string
    expect(self.runs(pid, started)).toBe(true)
    for (let turn = 0; self.runs(pid, started) !== false; turn += 1) {
      expect(turn).toBeLessThan(500)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(process.kill(pid, 0)).toBe(true)
  })
})

describe('an owner of this machine', () => {
  it('is gone when its process was killed, at once', async () => {
    const pid = await startChild()
    beat(file, { ...self, pid, started: null }, 'child')
    expect(gone(file, self, ['child'])).toEqual([])
    child?.kill('SIGKILL')
    await once(child as ChildProcess, 'exit')
    expect(gone(file, self, ['child'])).toEqual(['child'])
  })

  it('is gone when its process id belongs to a later process', () => {
    const before = machine('here', 7, new Map([[7, 'monday']]))
    const after = machine(
      'here',
      8,
      new Map<number, string>([
        [7, 'tuesday'],
        [8, 'tuesday'],
      ]),
    )
    beat(file, before, 'first')
    expect(gone(file, before, ['first'])).toEqual([])
    expect(gone(file, after, ['first'])).toEqual(['first'])
  })

  it('is not gone however long it is silent, if its process runs', () => {
    const here = machine('here', 7, new Map([[7, 'monday']]))
    beat(file, here, 'busy')
    ageBy(100_000, 'busy')
    expect(gone(file, here, ['busy'])).toEqual([])
  })

  it('is gone after 90 seconds of silence where the start of processes is not known', () => {
    const here = machine('here', 7, new Map([[7, null]]))
    beat(file, here, 'silent')
    ageBy(80, 'silent')
    expect(gone(file, here, ['silent'])).toEqual([])
    ageBy(11, 'silent')
    expect(gone(file, here, ['silent'])).toEqual(['silent'])
    beat(file, here, 'silent')
    expect(gone(file, here, ['silent'])).toEqual([])
  })
})

describe('an owner of elsewhere', () => {
  const there = machine('there', 7, new Map([[7, 'monday']]))
  const here = machine('here', 7, new Map([[7, 'tuesday']]))

  it('is gone after 90 seconds of silence, whatever process has its id here', () => {
    beat(file, there, 'far')
    ageBy(80, 'far')
    expect(gone(file, here, ['far'])).toEqual([])
    ageBy(11, 'far')
    expect(gone(file, here, ['far'])).toEqual(['far'])
  })

  it('is back with its next beat', () => {
    beat(file, there, 'far')
    ageBy(1_000, 'far')
    beat(file, here, 'new')
    expect(owners()).toEqual(['new'])
    beat(file, there, 'far')
    expect(gone(file, here, ['far', 'new'])).toEqual([])
  })
})

describe('the table of owners', () => {
  it('forgets the dead when somebody new comes, and keeps the living', () => {
    const processes = new Map([
      [1, 'a'],
      [2, 'a'],
    ])
    beat(file, machine('here', 1, processes), 'one')
    beat(file, machine('here', 2, processes), 'two')
    beat(file, machine('there', 1, processes), 'far')
    processes.delete(2)
    beat(file, machine('here', 1, processes), 'one')
    expect(owners()).toEqual(['far', 'one', 'two'])
    beat(file, machine('here', 1, processes), 'three')
    expect(owners()).toEqual(['far', 'one', 'three'])
  })

  it('forgets who leaves', () => {
    beat(file, self, 'one')
    leave(file, 'one')
    expect(owners()).toEqual([])
  })
})
