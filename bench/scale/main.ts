/**
 * Measures large studies in SQLite files: opening them, the first ask, and memory.
 *
 * `npm run bench:scale -- --help` lists the options; the README beside this file explains the figures.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { thisMachine } from '../machine.ts'
import { type JournalSize, writeJournal } from './journals.ts'
import type { OpenFigures } from './results.ts'

const USAGE = `npm run bench:scale -- [options]

  --trials 1000000      finished trials of the study without intermediate values; default: 1000000
  --curves 10000        finished trials of the study with 100 intermediate values each; default: 10000
  --folder PATH         write the files here and keep them, or use those that are there`

/** Opens a file in a new process. */
function measure(path: string, mode: 'read' | 'write'): OpenFigures {
  const program = join(import.meta.dirname, 'measure.ts')
  return JSON.parse(execFileSync(process.execPath, [program, path, mode], { encoding: 'utf8' })) as OpenFigures
}

async function bench(folder: string, size: JournalSize): Promise<void> {
  const path = join(folder, `${size.trials}-${size.steps}.db`)
  if (statSync(path, { throwIfNoEntry: false }) === undefined) await writeJournal(path, size)
  const bytes = () =>
    ((statSync(path).size + (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0)) / 2 ** 20).toFixed(0)
  console.log(`\n${size.trials.toLocaleString('en')} trials × ${size.steps} intermediate values, ${bytes()} MB`)
  show('all events', measure(path, 'write'))
  show('checkpoint', measure(path, 'read'))
  console.log(`file: ${bytes()} MB`)
}

function show(name: string, { open, openCpu, firstAsk, secondAsk, close, rss, peak }: OpenFigures): void {
  const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(2)} s`
  const ms = (milliseconds: number) => `${milliseconds.toFixed(1)} ms`
  console.log(
    `${name.padEnd(12)} open ${seconds(open)} (CPU ${seconds(openCpu)}), first ask ${ms(firstAsk)}, second ${ms(secondAsk)}, close ${ms(close)}; memory ${rss.toFixed(0)} MB, peak ${peak.toFixed(0)} MB`,
  )
}

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '1000000' },
    curves: { type: 'string', default: '10000' },
    folder: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(USAGE)
else {
  const machine = thisMachine()
  console.log(`Node ${machine.node}, ${machine.cores} × ${machine.processor}`)
  const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'sweetspot-scale-'))
  try {
    await bench(folder, { trials: Number(values.trials), steps: 0 })
    await bench(folder, { trials: Number(values.curves), steps: 100 })
  } finally {
    if (values.folder === undefined) rmSync(folder, { recursive: true })
  }
}
