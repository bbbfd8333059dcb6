/**
 * The overhead of a trial that runs a command: its time beside that of starting the same command bare, in turns. Then the
 * same in `sweetspot run`: the time from one result to the next. `npm run build`, then `npm run bench:command`.
 */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { commandExecutor, createStudy, float, gpSampler, randomSampler, type Sampler, space } from 'sweetspot'
import { thisMachine } from '../machine.ts'

/** Trials of each sampler; the median is shown. */
const TRIALS = 100
/** The shortest command with a result. */
const COMMAND = ['sh', '-c', 'echo \'{"value": 1}\''] as const

/** Milliseconds of a bare start of the command, until its output is read. */
function bare(): Promise<number> {
  const started = performance.now()
  const [file, ...args] = COMMAND
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.resume()
    child.stderr.resume()
    child.on('error', reject)
    child.on('close', () => resolve(performance.now() - started))
  })
}

const quantile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN

async function measure(sampler: Sampler, folder: string): Promise<string> {
  const study = await createStudy({
    space: space({ x: float(0, 1), y: float(0, 1) }),
    sampler,
    seed: 1,
    observers: [{ notice() {} }],
  })
  const executor = commandExecutor({ argv: [...COMMAND, '{params.json}'], cwd: folder })
  // The first trial opens the channel, and starts the watcher.
  await study.optimize(executor, { trials: 1 })
  const [trials, starts]: [number[], number[]] = [[], []]
  for (let i = 0; i < TRIALS; i++) {
    starts.push(await bare())
    const started = performance.now()
    await study.optimize(executor, { trials: 1 })
    trials.push(performance.now() - started)
  }
  await executor.close()
  return row(sampler.name, trials, starts)
}

function row(name: string, trials: readonly number[], starts: readonly number[]): string {
  const [trial, start] = [quantile(trials, 0.5), quantile(starts, 0.5)]
  const figures = [start, trial, trial - start, trial / start].map((value) => value.toFixed(1))
  return `| ${name} | ${figures.join(' | ')} | ${quantile(trials, 0.95).toFixed(1)} |`
}

const PROGRAM = join(import.meta.dirname, '../../packages/sweetspot/bin/sweetspot.cjs')

/** The trials of `sweetspot run`, with its display, storage and logs; bare starts before and after it. */
async function measureProgram(sampler: string, folder: string): Promise<string> {
  const starts: number[] = []
  const startBare = async () => {
    for (let i = 0; i < TRIALS / 2; i++) starts.push(await bare())
  }
  await startBare()
  const words = ['run', '-p', 'x=0.0..1.0', '-p', 'y=0.0..1.0', '--minimize', 'value', '--seed', '1', '--json']
  const options = ['--sampler', sampler, '--study', sampler, '-n', String(TRIALS), '--', ...COMMAND, '{params.json}']
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...words, ...options], {
    cwd: folder,
    maxBuffer: 1e8,
  })
  await startBare()
  const ends = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly event: string; readonly at: number })
    .flatMap(({ event, at }) => (event === 'trial-finished' ? [at] : []))
  const trials = ends.slice(1).map((at, index) => at - (ends[index] ?? Number.NaN))
  return row(`sweetspot run, ${sampler}`, trials, starts)
}

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-bench-'))
try {
  const { node, cores, processor } = thisMachine()
  console.log(`Node ${node}, ${cores} × ${processor}\n`)
  console.log(
    '| sampler | bare start, ms | trial, ms | overhead, ms | ratio | trial p95, ms |\n| --- | --- | --- | --- | --- | --- |',
  )
  for (const sampler of [randomSampler(), gpSampler()]) console.log(await measure(sampler, folder))
  for (const sampler of ['random', 'gp']) console.log(await measureProgram(sampler, folder))
} finally {
  rmSync(folder, { recursive: true })
}
