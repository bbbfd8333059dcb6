/**
 * Interchange: studies from and to the files of other programs, and files of trials. It needs Node.
 *
 * @module
 */
export {
  type Artifact,
  type DeleteArtifactsOptions,
  deleteArtifacts,
  type ListArtifactsOptions,
  listArtifacts,
  type PruneArtifactsOptions,
  pruneArtifacts,
  type SaveArtifactOptions,
  saveArtifact,
} from './interchange/artifacts.ts'
export { type ExportMlflowOptions, exportMlflow } from './interchange/export-mlflow.ts'
export { type ExportOptunaOptions, exportOptuna } from './interchange/export-optuna.ts'
export { type ExportTensorBoardOptions, exportTensorBoard } from './interchange/export-tensorboard.ts'
export { type ExportTrialsOptions, exportTrials } from './interchange/export-trials.ts'
export type { ExportedStudy } from './interchange/exported-studies.ts'
export { type ImportKerasTunerOptions, importKerasTuner } from './interchange/import-keras-tuner.ts'
export { type ImportOptunaOptions, importOptuna } from './interchange/import-optuna.ts'
export { importTrials } from './interchange/import-trials.ts'
export type { ImportedStudy } from './interchange/imported-study.ts'
export type { MlflowServerOptions } from './interchange/mlflow/server-options.ts'
export { type MlflowObserver, type MlflowObserverOptions, mlflowObserver } from './interchange/mlflow-observer.ts'
export type { ImportTrialsOptions } from './interchange/trials/import-options.ts'
export type { TrialFormat } from './interchange/trials/trial-format.ts'
