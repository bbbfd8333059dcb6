/**
 * What it costs to start the program `sweetspot`, as ratios to `node -e 0` and to the same command of Optuna in the same
 * run: the machine may be busy. `npm run build`, `npm run test:python` for Optuna, then `npm run bench:cli`.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createStudy, float, int, quasiRandomSampler, space } from 'sweetspot'
import { exportOptuna } from 'sweetspot/interchange'
import { root } from '../../scripts/workspace.mjs'
import { thisMachine } from '../machine.ts'

const execute = promisify(execFile)

/** Rounds; each measures every command line once, so that load hits all alike. The median of the ratios is shown. */
const ROUNDS = 15

/** Rounds that measure Optuna, whose commands take seconds. */
const OPTUNA_ROUNDS = 5

/** The command of Optuna in the environment of the Python tests. */
const OPTUNA = join(root, 'node_modules/.cache/sweetspot-python/bin/optuna')

const LAUNCHER = join(root, 'packages/sweetspot/bin/sweetspot.cjs')

async function addStudy(storage: string, name: string, trials: number): Promise<void> {
  const search = space({ lr: float(1e-5, 1e-1, { log: true }), layers: int(1, 8), dropout: float(0, 0.5) })
  await using study = await createStudy({ name, storage, space: search, seed: 1, sampler: quasiRandomSampler() })
  await study.addTrials(
    Array.from({ length: trials }, (_, index) => {
      const share = (index + 0.5) / trials
      const params = { lr: 10 ** (-5 + 4 * share), layers: 1 + (index % 8), dropout: share / 2 }
      return { params, values: { value: share ** 2 }, startedAt: index, finishedAt: index + 1 }
    }),
  )
  await study.annotate({ 'sweetspot.sampler': 'random' })
}

async function milliseconds(argv: readonly string[], cwd: string, program = process.execPath): Promise<number> {
  const started = performance.now()
  await execute(program, [...argv], { cwd, maxBuffer: 1e8 })
  return performance.now() - started
}

/** The same commands of both programs, in turns, on studies with the same trials. */
async function besideOptuna(folder: string): Promise<readonly string[]> {
  if (!existsSync(OPTUNA)) return ['Optuna is not installed: npm run test:python installs it.']
  await exportOptuna({ from: `sqlite:${join(folder, 'large.db')}`, to: join(folder, 'optuna.db') })
  const theirs = ['--storage', 'sqlite:///optuna.db']
  const pairs: readonly (readonly [what: string, ours: readonly string[], theirs: readonly string[]])[] = [
    ['--help', ['--help'], ['--help']],
    ['studies, 2 × 2,000 trials', ['studies', '--storage', 'large.db'], ['studies', ...theirs]],
    ['best, 2,000 trials', ['best', 'one', '--storage', 'large.db'], ['best-trial', '--study-name', 'one', ...theirs]],
    [
      'trials, 2,000 trials',
      ['trials', 'one', '--storage', 'large.db', '--limit', '5000'],
      ['trials', '--study-name', 'one', ...theirs],
    ],
  ]
  const lines = ['| command | sweetspot, ms | Optuna, ms | ratio |', '| --- | ---: | ---: | ---: |']
  for (const [what, argv, words] of pairs) {
    const rounds: { readonly ours: number; readonly theirs: number }[] = []
    for (let round = 0; round < OPTUNA_ROUNDS; round += 1) {
      rounds.push({
        ours: await milliseconds([LAUNCHER, ...argv], folder),
        theirs: await milliseconds(words, folder, OPTUNA),
      })
    }
    const [one, other] = [median(rounds.map(({ ours }) => ours)), median(rounds.map((round) => round.theirs))]
    const ratio = median(rounds.map((round) => round.theirs / round.ours))
    lines.push(`| ${what} | ${one.toFixed(0)} | ${other.toFixed(0)} | 1 : ${ratio.toFixed(0)} |`)
  }
  return lines
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-bench-cli-'))
try {
  await addStudy(`sqlite:${join(folder, 'sweetspot.db')}`, 'net', 100)
  for (const name of ['one', 'two']) await addStudy(`sqlite:${join(folder, 'large.db')}`, name, 2000)
  const lines: readonly (readonly [what: string, argv: readonly string[]])[] = [
    ['node -e 0', ['-e', '0']],
    ['--version', [LAUNCHER, '--version']],
    ['--help', [LAUNCHER, '--help']],
    ['ask, random, 100 trials', [LAUNCHER, 'ask', 'net']],
    ['studies, 2 × 2,000 trials', [LAUNCHER, 'studies', '--storage', 'large.db']],
    ['trials --where, 2,000 trials', [LAUNCHER, 'trials', 'one', '--storage', 'large.db', '--where', 'value < 0.1']],
    ['show, 2,000 trials', [LAUNCHER, 'show', 'one', '--storage', 'large.db']],
  ]
  const times = lines.map((): number[] => [])
  const ratios = lines.map((): number[] => [])
  // The first round fills the cache of compiled code.
  for (let round = -1; round < ROUNDS; round += 1) {
    const measured: number[] = []
    for (const [, argv] of lines) measured.push(await milliseconds(argv, folder))
    if (round < 0) continue
    for (const [index, time] of measured.entries()) {
      times[index]?.push(time)
      ratios[index]?.push(time / (measured[0] ?? Number.NaN))
    }
  }
  const { processor, cores, node } = thisMachine()
  console.log(
    `${processor}, ${cores} cores, Node ${node}\n\n| command line | ms | × node -e 0 |\n| --- | ---: | ---: |`,
  )
  for (const [index, [what]] of lines.entries()) {
    console.log(`| ${what} | ${median(times[index] ?? []).toFixed(0)} | ${median(ratios[index] ?? []).toFixed(2)} |`)
  }
  console.log(`\n${(await besideOptuna(folder)).join('\n')}`)
} finally {
  rmSync(folder, { recursive: true })
}
