import type { SpeedResults } from '../speed/results.ts'
import type { Cell } from '../speed/suggestions/cell.ts'
import { duration, type Timing } from '../speed/timing.ts'
import { machineLine } from './machine-line.ts'
import { markdownTable } from './markdown-table.ts'

/** The overhead of a study: ask and tell, long journals, imports. */
export function bookkeepingPart(results: SpeedResults): string {
  const { machine, askTell, manyParameters, replayed, imported, optuna } = results
  const { memory, memoryByRunning, sqlite, fsyncedInsert } = askTell
  const beside = (ours: Timing, theirs: Timing | undefined) => [
    duration(ours.median),
    ...(theirs ? [duration(theirs.median), (theirs.median / ours.median).toFixed(1)] : []),
  ]
  return [
    machineLine([machine]),
    '### Ask and tell',
    'Ten parameters (floats, integers, choices; some logarithmic, some with a step), random search, one trial after another; medians.',
    markdownTable([
      ['', 'Sweetspot', ...(optuna ? [`Optuna ${optuna.version}, same run`, 'Optuna / Sweetspot'] : [])],
      ['in memory', ...beside(memory, optuna?.memory)],
      ['SQLite file', ...beside(sqlite, optuna?.sqlite)],
    ]),
    `In memory, a [define-by-run](./guide/define-by-run.md) objective costs ${duration(memoryByRunning.median)}.${manyParametersText(manyParameters)}`,
    `An ask and a tell are two decisions, each on the disk before it is acknowledged. Two bare inserts with an fsync each, on the same disk in the same run, took ${duration(2 * fsyncedInsert.median)}: the study needs ${(sqlite.median / (2 * fsyncedInsert.median)).toFixed(1)} times as long.`,
    '### Long studies',
    markdownTable([
      ['', 'time'],
      [`replay of the journal of ${replayed.trials.toLocaleString('en')} trials`, duration(replayed.whole)],
      ['one more trial after 100', duration(replayed.append.early)],
      [`one more trial after ${replayed.trials.toLocaleString('en')}`, duration(replayed.append.late)],
    ]),
    '### Import',
    `A Node process that imports nothing takes ${duration(imported.empty.median)}. \`import '@sweetspot/core'\` adds ${duration(imported.core.median - imported.empty.median)}, \`import 'sweetspot'\` ${duration(imported.sweetspot.median - imported.empty.median)}; SQLite is loaded when it is first used.`,
  ].join('\n\n')
}

function manyParametersText(result: SpeedResults['manyParameters']): string {
  if (!result) return ''
  const { parameters, first, later } = result
  return ` With ${parameters.toLocaleString('en')} parameters, the first trial takes ${duration(first.median)} and a later one ${duration(later.median)}.`
}

/** Durations of suggestions, ours and the peers' on the same trials. */
export function suggestionsPart({ machine, suggestions: { ours, peers, skipped } }: SpeedResults): string {
  const settings = ({ dimensions, finished, concurrency }: Cell) => [dimensions, finished, concurrency].map(String)
  const same = (one: Cell, other: Cell) => settings(one).join() === settings(other).join()
  const systems = [...new Map(peers.map(({ system, version }) => [system, version]))]
  const rows = ours.map((cell) => [
    ...settings(cell),
    duration(cell.askAtOnce.median),
    duration(cell.askRested.median),
    duration(cell.longestBlock),
    `${cell.memory.peakMb.toFixed(0)} MB`,
    ...systems.flatMap(([system]) => {
      const theirs = peers.find((peer) => peer.system === system && same(peer, cell))
      return theirs ? [duration(theirs.ask.median), (theirs.ask.median / cell.askAtOnce.median).toFixed(1)] : ['–', '–']
    }),
  ])
  return [
    machineLine([machine]),
    markdownTable([
      [
        'parameters',
        'finished trials',
        'at once',
        'tell + ask',
        'ask, model ready',
        'longest block',
        'peak memory',
        ...systems.flatMap(([system, version]) => [`${system} ${version}`, 'ratio']),
      ],
      ...rows,
    ]),
    ...skipped.map(
      ({ system, dimensions, finished, concurrency, skipped }) =>
        `Not measured: ${system}, ${dimensions} parameters, ${finished} trials, ${concurrency} at once: ${skipped}.`,
    ),
  ].join('\n\n')
}
