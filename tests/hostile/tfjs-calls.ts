import * as door from '@sweetspot/tfjs'
import * as tf from '@tensorflow/tfjs'
import { each } from './core-calls.ts'
import type { Calls } from './verdict.ts'

const { BayesianOptimization, GridSearch, HyperParameters, Hyperband, Objective, RandomSearch, Tuner } = door

await tf.setBackend('cpu')

function model(): tf.LayersModel {
  const made = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] })
  made.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
  return made
}
const known = model()
const checkpoint = await door.captureCheckpoint(known)
const x = tf.tensor2d([[1], [2]])
const TUNER = [
  'objective',
  'executionsPerTrial',
  'maxRetriesPerTrial',
  'maxConsecutiveFailedTrials',
  'seed',
  'hyperparameters',
  'tuneNewEntries',
  'allowNewEntries',
  'directory',
  'projectName',
  'overwrite',
  'maxModelSize',
  'keepBest',
  'pruner',
  'backend',
  'verbose',
  'signal',
  'observers',
  'maxTrials',
] as const
const objective = 'loss'
const options = { objective, backend: 'current', verbose: 0, maxTrials: 1 } as const
const RANGE = { minValue: 1, maxValue: 4 }

/** A hyperparameter, asked for outside a search. */
const hp = () => new HyperParameters()

const plan = { sampler: { name: 'none', suggest: () => [] }, maxTrials: 1 }

/** Searches with a model that is never trained for long. */
async function search(given: object, args: object = {}): Promise<void> {
  const tuner = new RandomSearch(model, { ...options, ...given } as never)
  try {
    await tuner.search(x, x, { epochs: 1, ...args })
  } finally {
    await tuner.close()
  }
}

const tuner = new RandomSearch(model, options)
await tuner.search(x, x, { epochs: 1 })

/** Every value of `@sweetspot/tfjs`, with calls that put a hostile value into each place; for a class, of its methods too. */
export const TFJS_CALLS: Readonly<Record<string, Calls>> = {
  BayesianOptimization: [
    (h) => new BayesianOptimization(h, options),
    (h) => new BayesianOptimization(model, h),
    ...each([...TUNER, 'numInitialPoints'], (o: object) => new BayesianOptimization(model, { ...options, ...o })),
  ],
  captureCheckpoint: [(h) => door.captureCheckpoint(h)],
  correctTotalLoss: [(h) => door.correctTotalLoss(h)],
  disposeModel: [(h) => door.disposeModel(h), (h) => door.disposeModel(model(), h)],
  fitModel: [
    (h) => door.fitModel(h, { x, y: x }, {}),
    (h) => door.fitModel(known, h, {}),
    (h) => door.fitModel(known, { x, y: x }, h),
  ],
  folderCheckpointStore: [(h) => door.folderCheckpointStore(h)],
  GridSearch: [
    (h) => new GridSearch(h, options),
    (h) => new GridSearch(model, h),
    ...each([...TUNER, 'points'], (o: object) => new GridSearch(model, { ...options, ...o })),
  ],
  Hyperband: [
    (h) => new Hyperband(h, { objective }),
    (h) => new Hyperband(model, h),
    ...each(
      [...TUNER, 'maxEpochs', 'factor', 'hyperbandIterations'],
      (o: object) => new Hyperband(model, { objective, ...o }),
    ),
  ],
  HyperModel: [],
  HyperParameters: [(h) => new HyperParameters(h)],
  'HyperParameters.boolean': [
    (h) => hp().boolean(h),
    (h) => hp().boolean('a', h),
    ...each(['default'], (o) => hp().boolean('a', o)),
  ],
  'HyperParameters.choice': [
    (h) => hp().choice(h, ['a']),
    (h) => hp().choice('a', h),
    (h) => hp().choice('a', [h]),
    (h) => hp().choice('a', ['a', 'b'], h),
    ...each(['ordered', 'default'], (o) => hp().choice('a', ['a', 'b'], o)),
  ],
  'HyperParameters.conditionalScope': [(h) => hp().conditionalScope(h, ['a'], () => 1)],
  'HyperParameters.copy': [],
  'HyperParameters.declared': [(h) => hp().declared(h)],
  'HyperParameters.find': [(h) => hp().find(h)],
  'HyperParameters.fixed': [(h) => hp().fixed(h, 1), (h) => hp().fixed('a', h)],
  'HyperParameters.float': [
    (h) => hp().float(h, RANGE),
    (h) => hp().float('a', h),
    ...each(['minValue', 'maxValue', 'step', 'sampling', 'default'], (o: object) =>
      hp().float('a', { ...RANGE, ...o }),
    ),
    ...each(['step', 'minValue'], (o: object) => hp().float('a', { ...RANGE, sampling: 'log', ...o })),
  ],
  'HyperParameters.get': [(h) => hp().get(h)],
  'HyperParameters.int': [
    (h) => hp().int(h, RANGE),
    (h) => hp().int('a', h),
    ...each(['minValue', 'maxValue', 'step', 'sampling', 'default'], (o: object) => hp().int('a', { ...RANGE, ...o })),
  ],
  'HyperParameters.nameScope': [(h) => hp().nameScope(h, () => 1)],
  'HyperParameters.toJSON': [],
  loadModel: [(h) => door.loadModel(h)],
  memoryCheckpointStore: [
    (h) => door.memoryCheckpointStore().save(h, checkpoint),
    (h) => door.memoryCheckpointStore().load(h),
    (h) => door.memoryCheckpointStore().save('a', h),
  ],
  Objective: [(h) => new Objective(h, 'min'), (h) => new Objective('loss', h)],
  RandomSearch: [
    (h) => new RandomSearch(h, options),
    (h) => new RandomSearch(model, h),
    ...each(TUNER, (o: object) => new RandomSearch(model, { ...options, ...o })),
    (h) => new RandomSearch(model, { ...options, objective: [h] }),
    (h) => new RandomSearch(model, { ...options, objective: { name: h, direction: 'min' } }),
    (h) => new RandomSearch(model, { ...options, observers: [h] }),
  ],
  registerWasmKernels: [],
  restoreCheckpoint: [
    (h) => door.restoreCheckpoint(h, checkpoint),
    (h) => door.restoreCheckpoint(known, h),
    (h) => door.restoreCheckpoint(known, checkpoint, h),
    ...each(['optimizer'], (o) => door.restoreCheckpoint(known, checkpoint, o)),
  ],
  // Any text is the path of a folder, which would be written.
  saveModel: [
    (h) => door.saveModel(h, 'folder'),
    (h) => (typeof h === 'string' ? undefined : door.saveModel(known, h)),
  ],
  selectBackend: [
    // Nothing but an object without options would load a backend, whose WebAssembly ends the process at any rejection.
    ...each(['hostile'], (o) => door.selectBackend(o)),
    ...each(['onNotice', 'wasmPath'], (o: object) => door.selectBackend({ prefer: 'cpu', ...o })),
  ],
  supportsTraining: [(h) => door.supportsTraining(h), (h) => door.supportsTraining(known, h)],
  Tuner: [
    (h) => new Tuner(h, options, plan),
    (h) => new Tuner(model, h, plan),
    (h) => new Tuner(model, { objective }, h),
  ],
  'Tuner.close': [],
  'Tuner.getBestHyperparameters': [(h) => tuner.getBestHyperparameters(h)],
  'Tuner.getBestModels': [(h) => tuner.getBestModels(h)],
  'Tuner.loadModel': [(h) => tuner.loadModel(h)],
  'Tuner.reload': [],
  'Tuner.resultsSummary': [(h) => tuner.resultsSummary(h)],
  'Tuner.runTrial': [(h) => tuner.runTrial(h, x, x)],
  'Tuner.search': [
    (h) => tuner.search(h, x),
    (h) => tuner.search(x, h),
    (h) => tuner.search(x, x, h),
    ...each(['signal', 'callbacks', 'epochs'], (o: object) => tuner.search(x, x, o)),
    ...each(['observers', 'signal', 'pruner'], (o) => search(o)),
  ],
  'Tuner.searchSpaceSummary': [],
  variableNames: [],
  withSeed: [(h) => door.withSeed(h, () => 1)],
}

/** Places in which errors are passed on: those of the functions that a scope runs. */
export const TFJS_OWN_CALLS: Readonly<Record<string, Calls>> = {
  'HyperParameters.nameScope': [(h) => hp().nameScope('a', h)],
}

const methodsOf = (prototype: object) =>
  Object.getOwnPropertyNames(prototype).filter(
    (name) => name !== 'constructor' && typeof Object.getOwnPropertyDescriptor(prototype, name)?.value === 'function',
  )

/** The methods that people call, which must all have a place above. */
export const TFJS_METHODS: Readonly<Record<string, readonly string[]>> = {
  HyperParameters: methodsOf(HyperParameters.prototype),
  Tuner: methodsOf(Tuner.prototype),
}
