/**
 * Everything that a program needs to tune something. Analysis is in `sweetspot/analysis`, plots in `sweetspot/plots`, and
 * what samplers, pruners, storages and executors are written with in `sweetspot/extend`, beside every other type.
 *
 * @module
 */
export {
  boolean,
  choice,
  type Direction,
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
export { createStudy, type OpenStudyOptions, openStudy, type StudyOptions } from './create-study.ts'
export { salvageStudies } from './salvage-studies.ts'
export { openStorage } from './storage/open-storage.ts'
export { sqliteStorage } from './storage/sqlite.ts'
export { copyStudy, deleteStudy, listStudies, readStudy } from './stored-studies.ts'
export { resultsTable } from './terminal/results-table.ts'
export { terminalProgress } from './terminal/terminal-progress.ts'
