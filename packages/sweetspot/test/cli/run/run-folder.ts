import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StudySnapshot } from '@sweetspot/core'
import { type Run, type RunOptions, runIn } from '../command-line.ts'
import { storedStudy } from '../stored-study.ts'

/** An empty folder for runs, with scripts. */
export interface RunFolder extends Disposable {
  readonly path: string
  /** Runs `sweetspot run` in this process; the words are one text, without quotes. */
  run(words: string, command?: readonly string[], options?: RunOptions): Promise<Run>
  /** Writes a script. */
  script(name: string, text: string): void
  snapshot(name: string, file?: string): Promise<StudySnapshot>
}

/** Prints `acc`, which depends on `--lr` and `--layers` and is best at 0.001 and 4. */
export const TRAIN = `
const at = (name) => Number(process.argv[process.argv.indexOf('--' + name) + 1])
console.log(JSON.stringify({ acc: 1 - Math.abs(Math.log10(at('lr')) + 3) / 10 - Math.abs(at('layers') - 4) / 100 }))
`

/** The command of {@link TRAIN}, and its params. */
export const TRAINING = ['node', 'train.mjs', '--lr', '{lr}', '--layers', '{layers}'] as const
export const TRAINING_PARAMS = '-p lr=log:1e-5..1e-1 -p layers=1..8 --maximize acc --seed 1'

export function runFolder(): RunFolder {
  const path = mkdtempSync(join(tmpdir(), 'sweetspot-run-'))
  const script = (name: string, text: string) => writeFileSync(join(path, name), text)
  script('train.mjs', TRAIN)
  return {
    path,
    script,
    run: (words, command = [], options) =>
      runIn(
        path,
        ['run', ...words.split(' ').filter((word) => word !== ''), ...(command.length > 0 ? ['--', ...command] : [])],
        options,
      ),
    snapshot: (name, file) => storedStudy(path, name, file),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  }
}
