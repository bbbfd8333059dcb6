/**
 * The first minute of a person with a script and an empty folder: the seconds until the first value is shown and until
 * ten trials are done, beside ten bare runs of the script, and beside a loop of Optuna that a person has to write. Both
 * run one trial at a time. `npm run build`, `npm run test:python` for Optuna, then `npm run bench:first-minute`.
 */
import { execFile, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../../scripts/workspace.mjs'
import { thisMachine } from '../machine.ts'

const execute = promisify(execFile)

const TRIALS = 10
/** Rounds; each measures everything once, so that load hits all alike. The medians are shown. */
const ROUNDS = 3
const LAUNCHER = join(root, 'packages/sweetspot/bin/sweetspot.cjs')
const PYTHON = join(root, 'node_modules/.cache/sweetspot-python/bin/python')
const RUN = '-p lr=log:0.001..3 -p hidden=1..8 --maximize val_acc -- python3 train.py --lr {lr} --hidden {hidden}'

/** Seconds until the first value, and in total. */
interface Times {
  readonly first: number
  readonly total: number
}

async function sweetspot(cwd: string): Promise<Times> {
  const started = performance.now()
  const argv = [LAUNCHER, 'run', '-n', String(TRIALS), ...RUN.split(' ')]
  const child = spawn(process.execPath, argv, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
  let [text, first] = ['', Number.NaN]
  child.stderr.on('data', (part: Buffer) => {
    text += part.toString('utf8')
    if (Number.isNaN(first) && text.includes('trial 0 check: read')) first = (performance.now() - started) / 1000
  })
  await new Promise((resolve) => child.once('close', resolve))
  if (Number.isNaN(first)) throw new Error(text)
  return { first, total: (performance.now() - started) / 1000 }
}

async function bare(cwd: string): Promise<Times> {
  const started = performance.now()
  const times: number[] = []
  for (let run = 0; run < TRIALS; run += 1) {
    await execute('python3', ['train.py', '--lr', '0.1', '--hidden', '4'], { cwd })
    times.push((performance.now() - started) / 1000)
  }
  return { first: times[0] ?? Number.NaN, total: times.at(-1) ?? Number.NaN }
}

async function optuna(cwd: string): Promise<Times> {
  const { stdout } = await execute(PYTHON, [join(root, 'bench/cli/optuna_loop.py'), String(TRIALS)], { cwd })
  return JSON.parse(stdout) as Times
}

const measured: readonly (readonly [what: string, measure: (cwd: string) => Promise<Times>])[] = [
  ['python3 train.py, bare', bare],
  ['sweetspot run', sweetspot],
  ...(existsSync(PYTHON) ? [['a loop of Optuna, written for it', optuna] as const] : []),
]
const times = measured.map((): Times[] => [])
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [index, [, measure]] of measured.entries()) {
    const folder = mkdtempSync(join(tmpdir(), 'sweetspot-bench-first-'))
    copyFileSync(join(root, 'examples/commands/train.py'), join(folder, 'train.py'))
    times[index]?.push(await measure(folder))
    rmSync(folder, { recursive: true })
  }
}
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
const { processor, cores, node } = thisMachine()
console.log(
  `${processor}, ${cores} cores, Node ${node}\n\n| | first value, s | ${TRIALS} trials, s | × bare |\n| --- | ---: | ---: | ---: |`,
)
for (const [index, [what]] of measured.entries()) {
  const [own, base] = [times[index] ?? [], times[0] ?? []]
  const ratio = median(own.map(({ total }, round) => total / (base[round]?.total ?? Number.NaN)))
  const [first, total] = [median(own.map((each) => each.first)), median(own.map((each) => each.total))]
  console.log(`| ${what} | ${first.toFixed(1)} | ${total.toFixed(1)} | ${ratio.toFixed(2)} |`)
}
