/**
 * The speed of the bookkeeping: what a study costs beside the objective.
 *
 * `npm run bench [-- --python PATH] [-- --json FILE]`; with a Python that has Optuna, Optuna is measured in the same run.
 */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchAskTell, showAskTell } from './ask-tell.ts'
import { benchImport, showImport } from './import-time.ts'
import { benchOptuna, showOptuna } from './optuna.ts'
import { benchReplay, showReplay } from './replay.ts'

const { values } = parseArgs({ options: { python: { type: 'string' }, json: { type: 'string' } } })
const print = (lines: readonly string[]) => console.log(`${lines.join('\n')}\n`)

print([`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`])
const askTell = await benchAskTell()
print(showAskTell(askTell))
const replayed = benchReplay()
print(showReplay(replayed))
const imported = benchImport()
print(showImport(imported))
const optuna = values.python === undefined ? undefined : benchOptuna(values.python)
if (optuna) print(showOptuna(optuna, askTell))
if (values.json !== undefined) {
  writeFileSync(
    values.json,
    `${JSON.stringify({ node: process.version, askTell, replayed, imported, optuna }, undefined, 2)}\n`,
  )
}
