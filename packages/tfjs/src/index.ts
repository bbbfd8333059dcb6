export { disposeModel, variableNames } from './backend/dispose-model.ts'
export {
  type BackendName,
  type SelectBackendOptions,
  type SelectedBackend,
  selectBackend,
} from './backend/select-backend.ts'
export { supportsTraining, type TrainingSample, type TrainingSupport } from './backend/supports-training.ts'
export { registerWasmKernels } from './backend/wasm-kernels.ts'
export { type Checkpoint, captureCheckpoint, type RestoreOptions, restoreCheckpoint } from './checkpoint/checkpoint.ts'
export type { CheckpointStore } from './checkpoint/checkpoint-store.ts'
export { folderCheckpointStore } from './checkpoint/folder-checkpoint-store.ts'
export { memoryCheckpointStore } from './checkpoint/memory-checkpoint-store.ts'
export type { SavedOptimizer } from './checkpoint/optimizer-state.ts'
export { loadModel, saveModel } from './checkpoint/saved-model.ts'
export type { SavedTensor, SavedType, TensorValues } from './checkpoint/saved-tensor.ts'
export type { ChoiceOptions } from './choice-parameter.ts'
export type { Declaration, Scope, ValueLookup } from './declarations.ts'
export { type BuildModel, type FitResult, fitModel, HyperModel } from './hypermodel.ts'
export { HyperParameters, type ValueSource } from './hyperparameters.ts'
export type { NumberOptions, Sampling } from './number-parameter.ts'
export { Objective, type ObjectiveLike, type ObjectiveOption } from './objective.ts'
export type { ObjectiveReader } from './objective-reader.ts'
export type { SearchPlan, TrainingStage } from './search-plan.ts'
export { withSeed } from './seeded-random.ts'
export { correctTotalLoss } from './total-loss.ts'
export type {
  CallbackFactory,
  CallbackInstance,
  DatasetSearchArgs,
  FitArgs,
  SearchArgs,
  SearchOptions,
  TensorSearchArgs,
  Tensors,
  TrainingCallback,
  TrainingData,
  TrainingDataset,
  ValidationData,
} from './training-data.ts'
export type { TrialResult } from './trial-result.ts'
export { Tuner } from './tuner.ts'
export type { TunerOptions } from './tuner-options.ts'
export type { TunerTrial } from './tuner-trial.ts'
export { BayesianOptimization, type BayesianOptimizationOptions } from './tuners/bayesian-optimization.ts'
export { GridSearch, type GridSearchOptions } from './tuners/grid-search.ts'
export { Hyperband, type HyperbandOptions } from './tuners/hyperband.ts'
export { RandomSearch, type RandomSearchOptions } from './tuners/random-search.ts'
