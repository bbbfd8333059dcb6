import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { createStudy, randomSampler, type Study } from 'sweetspot'
import { askForTen, tenParameters } from './ten-parameters.ts'
import { duration, summarize, type Timing, timeEach } from './timing.ts'

const IN_MEMORY = 5_000
const ON_DISK = 2_000
/** Rounds before the measurement: code that has not run often is not compiled yet. */
const WARM_UP = 1_000

export interface AskTellResult {
  readonly memory: Timing
  readonly memoryByRunning: Timing
  readonly sqlite: Timing
  readonly fsyncedInsert: Timing
}

/** Ask and tell with ten parameters by random search, to measure only the bookkeeping. */
export async function benchAskTell(): Promise<AskTellResult> {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-bench-'))
  try {
    const sampler = randomSampler()
    const memory = await timeStudy(await createStudy({ space: tenParameters, sampler, seed: 1 }), IN_MEMORY)
    const running = await createStudy({ sampler, seed: 1 })
    const memoryByRunning = await timeEach(IN_MEMORY, async () => {
      const trial = await running.ask()
      askForTen(trial)
      await running.tell(trial, 1)
    })
    const { sqlite, fsyncedInsert } = await timeOnDisk(folder)
    return { memory, memoryByRunning, sqlite, fsyncedInsert }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function timeStudy<P, M extends string>(study: Study<P, M>, count: number): Promise<Timing> {
  const timing = await timeEach(count, async () => {
    const trial = await study.ask()
    await study.tell(trial.number, { value: 1 } as never)
  })
  await study.close()
  return timing
}

/**
 * Times ask and tell on a file, and the minimum cost of the same disk: one row, one transaction, one fsync. They take
 * turns, because the speed of a disk changes from second to second.
 */
async function timeOnDisk(folder: string): Promise<Pick<AskTellResult, 'sqlite' | 'fsyncedInsert'>> {
  const study = await createStudy({
    space: tenParameters,
    sampler: randomSampler(),
    seed: 1,
    storage: `sqlite:${join(folder, 'study.db')}`,
    name: 'bench',
  })
  const bare = openBare(join(folder, 'bare.db'))
  const [ours, inserts]: [number[], number[]] = [[], []]
  for (let round = 0; round < WARM_UP + ON_DISK; round += 1) {
    const times = [performance.now()]
    const { number } = await study.ask()
    times.push(performance.now())
    bare.insert()
    times.push(performance.now())
    await study.tell(number, { value: 1 })
    times.push(performance.now())
    bare.insert()
    times.push(performance.now())
    const [ask = 0, first = 0, tell = 0, second = 0] = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    if (round < WARM_UP) continue
    ours.push((ask + tell) * 1_000)
    inserts.push(((first + second) / 2) * 1_000)
  }
  await study.close()
  bare.close()
  return { sqlite: summarize(ours), fsyncedInsert: summarize(inserts) }
}

function openBare(path: string) {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL)')
  const insert = database.prepare('INSERT INTO rows (body) VALUES (?)')
  const body = JSON.stringify({ type: 'trial-started', padding: 'x'.repeat(300) })
  return { insert: () => void insert.run(body), close: () => void database.close() }
}

export function showAskTell({ memory, memoryByRunning, sqlite, fsyncedInsert }: AskTellResult): string[] {
  const row = (name: string, { median, p95 }: Timing) =>
    `${name.padEnd(44)}${duration(median).padStart(12)}${duration(p95).padStart(12)}`
  // An ask and a tell are two durable decisions, so they are compared with two inserts.
  const ratio = sqlite.median / (2 * fsyncedInsert.median)
  return [
    `${'ask + tell, 10 parameters, random search'.padEnd(44)}${'median'.padStart(12)}${'p95'.padStart(12)}`,
    row('in memory, declared space', memory),
    row('in memory, define-by-run', memoryByRunning),
    row('SQLite file', sqlite),
    row('bare insert with fsync, same disk', fsyncedInsert),
    `SQLite ask + tell / two bare inserts: ${ratio.toFixed(2)}`,
  ]
}
