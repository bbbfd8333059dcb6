import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { readStudy } from 'sweetspot'

const PROGRAM = join(import.meta.dirname, '../../packages/sweetspot/bin/sweetspot.cjs')

/**
 * A trial of some hundred milliseconds that prints a value of its own, and starts a child that outlives it unless it is
 * ended.
 */
const TRIAL = `
import { spawn } from 'node:child_process'
spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600000)'], { stdio: 'ignore' }).unref()
const x = Number(process.argv[2])
console.log(JSON.stringify({ step: 1, loss: x }))
setTimeout(() => {
  console.log(JSON.stringify({ loss: x * 2 }))
  process.exit()
}, 50 + 300 * x)
`

/** Without as many kills, a soak shows nothing. */
const LEAST_KILLS = 4
/** Milliseconds in which the watchers of killed tuners end what is left; a second, if the machine is idle. */
const TIME_TO_END = 60_000

export interface SoakOptions {
  /** An empty folder. */
  readonly folder: string
  /** The least duration: on a busy machine it takes longer until something was killed and something was reported. */
  readonly milliseconds: number
  /** Tuners that share the study. Default: 2. */
  readonly tuners?: number
  /** Returns a number from 0 to 1. Default: Math.random. */
  readonly random?: () => number
}

export interface SoakReport {
  readonly tunersKilled: number
  readonly trialsKilled: number
  /** Results that a tuner had reported. */
  readonly acknowledged: number
  readonly completed: number
  /** Acknowledged results that the study does not have, or has with another value. */
  readonly lost: readonly number[]
  /** Trials that were acknowledged more than once. */
  readonly twice: readonly number[]
  /** Params that were tried by more than one trial. */
  readonly repeated: number
  /** Processes that were left when all tuners had ended. */
  readonly left: readonly number[]
}

/**
 * Runs tuners of one study and kills them and their trials at random. In the end it compares what the tuners had reported
 * with the study, and looks for processes that are left. For Linux, which shows the environment of processes.
 */
export async function soak({
  folder,
  milliseconds,
  tuners = 2,
  random = Math.random,
}: SoakOptions): Promise<SoakReport> {
  writeFileSync(join(folder, 'trial.mjs'), TRIAL)
  const acknowledged = new Map<number, number[]>()
  const running = new Set<ChildProcess>()
  const ends: Promise<unknown>[] = []
  let [tunersKilled, trialsKilled] = [0, 0]
  const start = () => {
    const tuner = spawn(process.execPath, [PROGRAM, ...ARGUMENTS], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    running.add(tuner)
    const lines = createInterface({ input: tuner.stdout })
    lines.on('line', (line) => take(line, acknowledged))
    ends.push(new Promise((resolve) => lines.once('close', resolve)))
    tuner.once('exit', () => running.delete(tuner))
  }
  const isEnough = () => tunersKilled + trialsKilled >= LEAST_KILLS && acknowledged.size > 0
  for (const end = Date.now() + milliseconds; Date.now() < end || !isEnough(); ) {
    while (running.size < tuners) start()
    await sleep(300 + 1500 * random())
    // On a busy machine, tuners that are always killed as they start would have no result.
    const wanted = acknowledged.size + (random() < 0.5 ? 1 : 0)
    for (; acknowledged.size < wanted; await sleep(50)) {
      while (running.size < tuners) start()
    }
    if (random() < 0.5) {
      const [tuner] = [...running].toSorted(() => random() - 0.5)
      if (tuner?.kill('SIGKILL')) tunersKilled += 1
    } else {
      const pids = processesOf(folder)
      const pid = pids[Math.floor(random() * pids.length)]
      if (pid !== undefined && kill(pid)) trialsKilled += 1
    }
  }
  for (const tuner of running) tuner.kill('SIGTERM')
  while (running.size > 0) await sleep(20)
  await Promise.all(ends)
  for (const end = Date.now() + TIME_TO_END; processesOf(folder).length > 0 && Date.now() < end; ) await sleep(100)
  const { trials, counts } = await readStudy(`sqlite:${join(folder, 'sweetspot.db')}`, 'soak')
  const completed = new Map(
    [...trials].flatMap((trial) => (trial.state === 'completed' ? [[trial.number, trial.values.loss] as const] : [])),
  )
  const params = [...trials].map((trial) => JSON.stringify(trial.params))
  return {
    tunersKilled,
    trialsKilled,
    acknowledged: acknowledged.size,
    completed: counts.completed,
    lost: [...acknowledged].flatMap(([number, [value]]) => (completed.get(number) === value ? [] : [number])),
    twice: [...acknowledged].flatMap(([number, values]) => (values.length > 1 ? [number] : [])),
    repeated: params.length - new Set(params).size,
    left: processesOf(folder),
  }
}

const ARGUMENTS =
  'run -p x=0.0..1.0 --minimize loss --sampler random --study soak --json -n 1000000 -j 3 --max-failures 1000000 -- node trial.mjs {x}'.split(
    ' ',
  )

function take(line: string, acknowledged: Map<number, number[]>): void {
  let event: { readonly event?: string; readonly trial?: number; readonly state?: string; readonly values?: object }
  try {
    event = JSON.parse(line) as typeof event
  } catch {
    // The last line of a tuner that was killed.
    return
  }
  const { trial, values } = event
  if (event.event !== 'trial-finished' || event.state !== 'completed' || trial === undefined) return
  const loss = values && 'loss' in values && typeof values.loss === 'number' ? values.loss : Number.NaN
  acknowledged.set(trial, [...(acknowledged.get(trial) ?? []), loss])
}

/** The processes of trials in a folder, and of what they started. */
function processesOf(folder: string): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const isOurs = readFileSync(`/proc/${name}/environ`, 'latin1').includes(`SWEETSPOT_DIR=${folder}/`)
      const isZombie = /\) [ZX]/.test(readFileSync(`/proc/${name}/stat`, 'latin1'))
      return isOurs && !isZombie ? [Number(name)] : []
    } catch {
      // It has ended, or belongs to another user.
      return []
    }
  })
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}
