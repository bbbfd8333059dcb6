/**
 * Measures speed: the overhead of a study, and the duration of suggestions.
 *
 * `npm run bench:speed -- --help` lists the options; the README beside this file explains the figures.
 */
import { writeFileSync } from 'node:fs'
import { SweetspotError } from 'sweetspot'
import { thisMachine } from '../machine.ts'
import { benchAskTell, showAskTell } from './ask-tell.ts'
import { benchExecutors, showExecutors } from './executors.ts'
import { benchImport, showImport } from './import-time.ts'
import { benchManyParameters, showManyParameters } from './many-parameters.ts'
import { parseOptions, type SpeedOptions, USAGE } from './options.ts'
import { benchOptuna, showOptuna } from './optuna.ts'
import { benchReplay, showReplay } from './replay.ts'
import type { SpeedResults } from './results.ts'
import { benchSuggestions, type SuggestionResults } from './suggestions/grid.ts'
import { showSuggestions } from './suggestions/show.ts'

const print = (lines: readonly string[]) => console.log(`${lines.join('\n')}\n`)

async function bench(options: SpeedOptions): Promise<void> {
  const { python, json } = options
  const machine = thisMachine()
  print([`Node ${machine.node}, ${machine.cores} × ${machine.processor}`])
  const askTell = await benchAskTell()
  print(showAskTell(askTell))
  const manyParameters = await benchManyParameters()
  print(showManyParameters(manyParameters))
  const replayed = benchReplay()
  print(showReplay(replayed))
  const executors = await benchExecutors()
  print(showExecutors(executors))
  const imported = benchImport()
  print(showImport(imported))
  const optuna = python === undefined ? undefined : benchOptuna(python)
  if (optuna) print(showOptuna(optuna, askTell))
  const save = (suggestions: SuggestionResults) => {
    if (json === undefined) return
    const results: SpeedResults = {
      kind: 'speed',
      format: 1,
      machine,
      askTell,
      manyParameters,
      replayed,
      executors,
      imported,
      optuna,
      suggestions,
    }
    writeFileSync(json, `${JSON.stringify(results, undefined, 2)}\n`)
  }
  print(showSuggestions(await benchSuggestions({ ...options, progress: (line) => console.error(line), save })))
}

try {
  const options = parseOptions(process.argv.slice(2))
  if (options === 'help') console.log(USAGE)
  else await bench(options)
} catch (error) {
  if (!(error instanceof SweetspotError)) throw error
  console.error(`${error.message}\n\n${USAGE}`)
  process.exitCode = 2
}
