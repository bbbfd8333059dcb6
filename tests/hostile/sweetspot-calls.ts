import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as core from '@sweetspot/core'
import * as product from 'sweetspot'
import * as interchange from 'sweetspot/interchange'
import * as plots from 'sweetspot/plots'
import { CORE_CALLS, each, snapshot } from './core-calls.ts'
import type { Calls } from './verdict.ts'

/** The folder of all files that the calls make. */
export const folder = mkdtempSync(join(tmpdir(), 'sweetspot-hostile-'))
const silent = { notice() {} }
const memory = product.memoryStorage()
await (await product.createStudy({ name: 'known', storage: memory, observers: [silent] })).close()

async function closed(study: Promise<{ close(): Promise<void> }>): Promise<void> {
  await (await study).close()
}

const OPTUNA = new URL('../../packages/sweetspot/test/optuna-files/journal.log', import.meta.url).pathname

/** A file of the trials of the study, and what importing a table needs. */
const TRIALS = join(folder, 'known.jsonl')
await interchange.exportTrials({ from: memory, study: 'known', to: TRIALS })
const TABLE = join(folder, 'known.csv')
writeFileSync(TABLE, 'params.x,values.loss\r\n1,2\r\n')
const IMPORT_TRIALS = {
  from: TABLE,
  format: 'csv',
  to: 'memory:',
  study: 'table',
  loadIfExists: false,
  space: product.space({ x: product.float(0, 2) }),
  directions: { loss: 'minimize' },
  constraints: {},
  escapeFormulas: false,
}

/** A project of KerasTuner without trials. */
const KERAS = join(folder, 'project')
mkdirSync(KERAS)
writeFileSync(join(KERAS, 'oracle.json'), '{"hyperparameters":{"space":[]}}')

/** A study whose trial has an artifact. */
const ARTIFACTS = join(folder, 'artifacts')
const artifacts = await product.createStudy({ space: product.space({ x: product.float(0, 1) }), observers: [silent] })
await artifacts.tell(await artifacts.ask(), 1)
const ARTIFACT = { study: artifacts, folder: ARTIFACTS, trial: 0, name: 'model.json', content: new Uint8Array(1) }
await interchange.saveArtifact(ARTIFACT)

/** A path in the folder of these calls, if it is a text. */
const inFolder = (path: unknown) => (typeof path === 'string' ? `${folder}/${path}` : path)

/** Never writes to a terminal. */
const stream = { write: () => true }
const STUDY_OPTIONS = [...Object.keys(core.STUDY_OPTION_NAMES), 'progress']
/** Options of commandExecutor. */
const COMMAND = [
  'argv',
  'space',
  'metric',
  'constraints',
  'environment',
  'cwd',
  'folder',
  'gracePeriod',
  'memoryLimit',
  'logLimit',
  'gpus',
  'gpusPerTrial',
  'trialsPerGpu',
  'coresPerTrial',
  'onMetrics',
  'onNotice',
]
const PROGRESS = ['stream', 'trials', 'steps', 'stepName', 'live', 'recommended', 'now']

/** Names that `sweetspot` passes on from the engine: their places are those of the engine. */
const passedOn = Object.fromEntries(
  Object.keys(product)
    .filter((name) => name in core && !['copyStudy', 'createStudy', 'readStudy'].includes(name))
    .map((name) => [name, CORE_CALLS[name] as Calls]),
)

const file = new URL(import.meta.url)
const ISOLATION = ['export', 'size', 'trialsPerWorker', 'memoryLimit', 'gracePeriod', 'output', 'env', 'execArgv']

/** Every value of `sweetspot`, with calls that put a hostile value into each place. */
export const SWEETSPOT_CALLS: Readonly<Record<string, Calls>> = {
  ...passedOn,
  backupStudies: [
    (h) => product.backupStudies(h),
    ...each(['from', 'to'], (o: object) =>
      product.backupStudies({ from: join(folder, 'none.db'), to: join(folder, 'copy.db'), ...o } as never),
    ),
  ],
  commandExecutor: [
    (h) => product.commandExecutor(h),
    ...each(COMMAND, (o: object) => product.commandExecutor({ argv: ['true'], ...o })),
    (h) => product.commandExecutor({ template: h }),
    (h) => product.commandExecutor({ argv: ['true', h] }),
    (h) => product.commandExecutor({ template: { parts: [h] } }),
  ],
  childProcessExecutor: [
    (h) => product.childProcessExecutor(h),
    (h) => product.childProcessExecutor(file, h),
    ...each([...ISOLATION, 'cwd'], (o: object) => product.childProcessExecutor(file, o)),
  ],
  copyStudy: [
    (h) => product.copyStudy(h),
    ...each(['from', 'name', 'to', 'newName'], (o: object) =>
      product.copyStudy({ from: memory, name: 'known', to: product.memoryStorage(), ...o }),
    ),
  ],
  createStudy: [
    (h) => product.createStudy(h),
    ...each(STUDY_OPTIONS, (o: object) => closed(product.createStudy({ observers: [silent], ...o }))),
  ],
  deleteStudy: [
    (h) => product.deleteStudy(h),
    ...each(['name'], (o: object) => product.deleteStudy({ storage: memory, ...o } as never)),
    ...each(['storage'], (o: object) => product.deleteStudy({ name: 'unknown', ...o } as never)),
    ...each(['artifacts'], async (o: object) => {
      const storage = product.memoryStorage()
      await (await product.createStudy({ name: 'one', storage, observers: [silent] })).close()
      await product.deleteStudy({ name: 'one', storage, ...o })
    }),
  ],
  listStudies: [(h) => product.listStudies(h)],
  openStorage: [(h) => product.openStorage(h)],
  openStudy: [
    (h) => product.openStudy(h),
    ...each(STUDY_OPTIONS, (o: object) =>
      closed(product.openStudy({ name: 'known', storage: memory, observers: [silent], ...o } as never)),
    ),
  ],
  readStudy: [
    (h) => product.readStudy(h, 'known'),
    (h) => product.readStudy(memory, h),
    (h) => product.readStudy('memory:', h),
  ],
  resultsTable: [
    (h) => product.resultsTable(h),
    (h) => product.resultsTable(snapshot, h),
    ...each(['trials', 'width', 'recommended'], (o) => product.resultsTable(snapshot, o)),
  ],
  salvageStudies: [
    (h) => product.salvageStudies(h),
    ...each(['from', 'to'], (o: object) =>
      product.salvageStudies({ from: join(folder, 'none.db'), to: join(folder, 'saved.db'), ...o } as never),
    ),
  ],
  sqliteStorage: [
    (h) => product.sqliteStorage(h),
    (h) => product.sqliteStorage(join(folder, 'one.db'), h),
    ...each(['busyTimeout', 'readOnly'], (o) => product.sqliteStorage(join(folder, 'one.db'), o)),
    async (h) => {
      const storage = product.sqliteStorage(join(folder, 'two.db'))
      try {
        await product.readStudy(storage, h)
      } finally {
        await storage.close()
      }
    },
  ],
  terminalProgress: [
    (h) => product.terminalProgress(h).close(),
    ...each(PROGRESS, (o: object) => {
      const progress = product.terminalProgress({ stream, live: false, ...o })
      progress.notice?.('a notice')
      progress.close()
    }),
  ],
  workerThreadExecutor: [
    (h) => product.workerThreadExecutor(h),
    (h) => product.workerThreadExecutor(file, h),
    ...each(ISOLATION, (o: object) => product.workerThreadExecutor(file, o)),
  ],
}

const { edfData, intermediateValues, optimizationHistory, parallelCoordinates, sliceData, surrogateSlice } = core
const slice = surrogateSlice(snapshot, { parameter: 'x' })
const SIZES = ['width', 'height', 'title']

/** Every value of `sweetspot/interchange`, with calls that put a hostile value into each place. */
export const INTERCHANGE_CALLS: Readonly<Record<string, Calls>> = {
  deleteArtifacts: [
    (h) => interchange.deleteArtifacts(h),
    (h: unknown) => interchange.deleteArtifacts({ study: snapshot, folder: inFolder(h) as never }),
    ...each(['study'], (o: object) => interchange.deleteArtifacts({ study: snapshot, folder: ARTIFACTS, ...o })),
  ],
  listArtifacts: [
    (h) => interchange.listArtifacts(h),
    ...each(['study', 'folder', 'trial'], (o: object) =>
      interchange.listArtifacts({ study: snapshot, folder: ARTIFACTS, ...o }),
    ),
  ],
  pruneArtifacts: [
    (h) => interchange.pruneArtifacts(h),
    ...each(['study', 'folder', 'keepBest'], (o: object) =>
      interchange.pruneArtifacts({ study: artifacts, folder: ARTIFACTS, keepBest: 1, ...o }),
    ),
  ],
  saveArtifact: [
    (h) => interchange.saveArtifact(h),
    (h: unknown) => interchange.saveArtifact({ ...ARTIFACT, folder: inFolder(h) as never }),
    ...each(['study', 'trial', 'name', 'content'], (o: object) => interchange.saveArtifact({ ...ARTIFACT, ...o })),
  ],
  exportMlflow: [
    (h) => interchange.exportMlflow(h),
    ...each(['from', 'study', 'experiment', 'uri', 'token', 'timeout', 'retries'], (o: object) =>
      // Options are checked before the study is read, which does not exist: no request is made.
      interchange.exportMlflow({ from: product.memoryStorage(), study: 'unknown', uri: 'http://127.0.0.1:1', ...o }),
    ),
  ],
  mlflowObserver: [
    (h) => interchange.mlflowObserver(h),
    ...each(['experiment', 'uri', 'token', 'timeout', 'retries'], (o: object) =>
      interchange.mlflowObserver({ uri: 'http://127.0.0.1:1', ...o }),
    ),
  ],
  exportOptuna: [
    (h) => interchange.exportOptuna(h),
    (h: unknown) => interchange.exportOptuna({ from: memory, to: inFolder(h) as never }),
    ...each(['from', 'study', 'format'], (o: object) =>
      interchange.exportOptuna({ from: memory, study: 'known', to: join(folder, 'optuna.log'), ...o }),
    ),
  ],
  exportTensorBoard: [
    (h) => interchange.exportTensorBoard(h),
    (h: unknown) => interchange.exportTensorBoard({ from: memory, to: inFolder(h) as never }),
    ...each(['from', 'study'], (o: object) =>
      interchange.exportTensorBoard({ from: memory, study: 'known', to: join(folder, 'runs'), ...o }),
    ),
  ],
  exportTrials: [
    (h) => interchange.exportTrials(h),
    (h: unknown) => interchange.exportTrials({ from: memory, format: 'csv', to: inFolder(h) as never }),
    ...each(['from', 'study', 'format', 'escapeFormulas'], (o: object) =>
      interchange.exportTrials({ from: memory, study: 'known', format: 'jsonl', ...o }),
    ),
  ],
  importKerasTuner: [
    (h) => interchange.importKerasTuner(h),
    ...each(['from', 'to', 'study', 'objective', 'direction'], (o: object) =>
      interchange.importKerasTuner({
        from: KERAS,
        to: product.memoryStorage(),
        objective: 'loss',
        direction: 'minimize',
        ...o,
      }),
    ),
  ],
  importOptuna: [
    (h) => interchange.importOptuna(h),
    ...each(['from', 'study', 'to', 'newName', 'timeZone'], (o: object) =>
      interchange.importOptuna({ from: OPTUNA, study: 'grid', to: product.memoryStorage(), ...o }),
    ),
  ],
  importTrials: [
    (h) => interchange.importTrials(h),
    ...each(Object.keys(IMPORT_TRIALS), (o: object) => interchange.importTrials({ ...IMPORT_TRIALS, ...o } as never)),
    ...each(['from', 'format', 'study', 'loadIfExists', 'escapeFormulas'], (o: object) =>
      interchange.importTrials({ from: TRIALS, to: product.memoryStorage(), ...o }),
    ),
  ],
}

/** Every value of `sweetspot/plots`, with calls that put a hostile value into each place. */
export const PLOT_CALLS: Readonly<Record<string, Calls>> = {
  attributePlot: [
    (h) => plots.attributePlot(h),
    (h) => plots.attributePlot(snapshot, h),
    ...each([...SIZES, 'scale', 'metric', 'attributes', 'columns'], (o) => plots.attributePlot(snapshot, o)),
  ],
  durationPlot: [
    (h) => plots.durationPlot(h),
    (h) => plots.durationPlot(snapshot, h),
    ...each(SIZES, (o) => plots.durationPlot(snapshot, o)),
  ],
  edfPlot: [
    (h) => plots.edfPlot(h),
    (h) => plots.edfPlot(edfData(snapshot), h),
    ...each([...SIZES, 'scale'], (o) => plots.edfPlot(edfData(snapshot), o)),
  ],
  intermediateValuesPlot: [
    (h) => plots.intermediateValuesPlot(h),
    (h) => plots.intermediateValuesPlot(intermediateValues(snapshot), h),
    ...each([...SIZES, 'scale', 'step'], (o) => plots.intermediateValuesPlot(intermediateValues(snapshot), o)),
  ],
  optimizationHistoryPlot: [
    (h) => plots.optimizationHistoryPlot(h),
    (h) => plots.optimizationHistoryPlot(optimizationHistory(snapshot), h),
    ...each([...SIZES, 'scale'], (o) => plots.optimizationHistoryPlot(optimizationHistory(snapshot), o)),
  ],
  parallelCoordinatesPlot: [
    (h) => plots.parallelCoordinatesPlot(h),
    (h) => plots.parallelCoordinatesPlot(parallelCoordinates(snapshot), h),
    ...each([...SIZES, 'scale'], (o) => plots.parallelCoordinatesPlot(parallelCoordinates(snapshot), o)),
  ],
  slicePlot: [
    (h) => plots.slicePlot(h),
    (h) => plots.slicePlot(sliceData(snapshot), h),
    ...each(['width', 'title', 'scale', 'columns'], (o) => plots.slicePlot(sliceData(snapshot), o)),
  ],
  timelinePlot: [
    (h) => plots.timelinePlot(h),
    (h) => plots.timelinePlot(snapshot, h),
    ...each(SIZES, (o) => plots.timelinePlot(snapshot, o)),
  ],
  surrogatePlot: [
    (h) => plots.surrogatePlot(h),
    (h) => plots.surrogatePlot(snapshot, h),
    ...each(['parameter', 'metric', 'noisy'], (o: object) => plots.surrogatePlot(snapshot, { parameter: 'x', ...o })),
    ...(slice
      ? [(h: never) => plots.surrogatePlot(slice, h), ...each(SIZES, (o) => plots.surrogatePlot(slice, o))]
      : []),
  ],
}
