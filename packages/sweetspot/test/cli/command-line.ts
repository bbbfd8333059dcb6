import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  choice,
  createStudy as createStudyIn,
  fixed,
  float,
  int,
  type JournalStorage,
  randomSampler,
  space,
} from '@sweetspot/core'
import { runCommandLine } from '../../src/cli/command-line.ts'
import type { Session } from '../../src/cli/session.ts'
import { openStorage } from '../../src/storage/open-storage.ts'

/** The result of a command line. */
export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** The width of a terminal; without it, the output is piped. */
  readonly terminal?: number
  readonly env?: { readonly [name: string]: string }
  /** What a person types. Without it, nobody is at the terminal. */
  readonly typed?: string
  readonly interrupted?: AbortSignal
  readonly onSignal?: Session['onSignal']
  readonly cwd?: string
}

/** The time of all tests: all but a minute after the trials of {@link studiesFolder}. */
export const NOW = Date.UTC(2026, 0, 2, 12)

/** Runs a command line in a folder. */
export async function runIn(folder: string, argv: readonly string[], options: RunOptions = {}): Promise<Run> {
  const {
    terminal,
    env = {},
    typed,
    interrupted = new AbortController().signal,
    cwd = folder,
    onSignal = () => () => {},
  } = options
  const text = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof text) => ({
    write: (part: string) => {
      text[name] += part
    },
    ...(terminal !== undefined && { isTTY: true, columns: terminal }),
  })
  const session: Session = {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    stdin: Object.assign(
      (async function* () {
        if (typed !== undefined) yield typed
      })(),
      { isTTY: typed !== undefined },
    ),
    env,
    cwd,
    interrupted,
    onSignal,
    now: () => NOW,
  }
  const code = await runCommandLine(argv, session, '1.2.3')
  return { code, ...text }
}

/** A folder with `sweetspot.db`, which is removed with it. */
export interface StudiesFolder extends AsyncDisposable {
  readonly path: string
}

/**
 * A folder with a storage of two studies. `net` has one metric, `loss`: trials 0 to 2 and 3 completed or failed, and trial
 * 4 runs. `front` has two metrics, `loss` and `size`, two completed trials and one that runs.
 */
export async function studiesFolder(): Promise<StudiesFolder> {
  const path = await mkdtemp(join(tmpdir(), 'sweetspot-cli-'))
  const storage = openStorage(`sqlite:${join(path, 'sweetspot.db')}`)
  await addNet(storage)
  await addFront(storage)
  await storage.close()
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

/** A clock that stands still, so that outputs have no times of the machine. */
const clock = { now: () => NOW - 60_000, after: () => () => {} }

const NET = space({ lr: float(1e-5, 1e-1, { log: true }), layers: int(1, 8), opt: choice(['sgd', 'adam']) })

async function addNet(storage: JournalStorage): Promise<void> {
  const study = await createStudyIn({
    name: 'net',
    storage,
    space: NET,
    directions: { loss: 'minimize' },
    seed: 1,
    clock,
    sampler: randomSampler(),
  })
  const at = (index: number) => ({
    startedAt: NOW - 600_000 + 1000 * index,
    finishedAt: NOW - 600_000 + 90_000 * (index + 1),
  })
  const { add } = { add: study.add.bind(study) }
  await add({ lr: 0.01, layers: 2, opt: 'sgd' }, { loss: 0.512345678 }, at(0))
  await add(
    { lr: 0.001, layers: 4, opt: 'adam' },
    { loss: 0.25 },
    {
      ...at(1),
      measurements: [
        { step: 1, values: { loss: 0.4 } },
        { step: 2, values: { loss: 0.25 } },
      ],
    },
  )
  await add({ lr: 0.09, layers: 8, opt: 'adam' }, { state: 'failed', error: 'loss is NaN\nat step 3' }, at(2))
  await add({ lr: 0.004, layers: 4, opt: 'adam' }, { loss: 0.29 }, at(3))
  await study.ask({ detached: true })
  await study.close()
}

async function addFront(storage: JournalStorage): Promise<void> {
  const study = await createStudyIn({
    name: 'front',
    storage,
    space: space({ width: int(1, 64), kind: fixed('dense') }),
    directions: { loss: 'minimize', size: 'minimize' },
    constraints: { memory: { atMost: 16 } },
    seed: 1,
    clock,
    sampler: randomSampler(),
  })
  const at = { startedAt: NOW - 500_000, finishedAt: NOW - 400_000 }
  await study.add({ width: 8, kind: 'dense' }, { loss: 0.4, size: 8, memory: 2 }, at)
  await study.add({ width: 32, kind: 'dense' }, { loss: 0.2, size: 32, memory: 9 }, at)
  await study.ask({ detached: true })
  await study.close()
}
