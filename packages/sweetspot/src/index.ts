/**
 * The main entry point, for programs that tune hyperparameters. Analysis is in `sweetspot/analysis` and plots are in
 * `sweetspot/plots`. `sweetspot/extend` has all other types and the tools for your own samplers, pruners, storages and
 * executors.
 *
 * @module
 */
export {
  boolean,
  choice,
  type Direction,
  distribution,
  type ErrorCode,
  FailedTrialError,
  FatalError,
  fixed,
  fixedTrial,
  float,
  type GpSamplerOptions,
  gpSampler,
  gridSampler,
  type InferParams,
  int,
  type JournalStorage,
  type Json,
  medianPruner,
  memoryStorage,
  type Objective,
  type OptimizeOptions,
  type OptimizeResult,
  type OutcomeConstraints,
  ordinal,
  type Params,
  type Pruner,
  quasiRandomSampler,
  randomSampler,
  type Sampler,
  type SearchSpace,
  type Study,
  type StudyObserver,
  type StudySnapshot,
  SweetspotError,
  space,
  type Trial,
  TrialPruned,
  type TrialRecord,
  type TrialState,
  when,
} from '@sweetspot/core'
export { backupStudies } from './backup-studies.ts'
export { commandExecutor } from './command/command-executor.ts'
export { createStudy, type OpenStudyOptions, openStudy, type StudyOptions } from './create-study.ts'
export { childProcessExecutor } from './executors/child-process-executor.ts'
export { workerThreadExecutor } from './executors/worker-thread-executor.ts'
export { salvageStudies } from './salvage-studies.ts'
export { openStorage } from './storage/open-storage.ts'
export { sqliteStorage } from './storage/sqlite.ts'
export { copyStudy, deleteStudy, listStudies, readStudy } from './stored-studies.ts'
export type { SweepFile } from './sweep/own/sweep-file.ts'
export { resultsTable } from './terminal/results-table.ts'
export { terminalProgress } from './terminal/terminal-progress.ts'
