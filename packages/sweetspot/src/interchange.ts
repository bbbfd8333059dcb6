/**
 * Interchange: studies from and to the files of other programs. It needs Node.
 *
 * @module
 */
export { type ExportedStudy, type ExportOptunaOptions, exportOptuna } from './interchange/export-optuna.ts'
export { type ImportedStudy, type ImportOptunaOptions, importOptuna } from './interchange/import-optuna.ts'
