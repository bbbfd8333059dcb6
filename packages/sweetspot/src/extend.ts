/**
 * The whole engine, for writers of samplers, pruners, surrogates, storages and executors, with the types that `sweetspot`
 * mentions without exporting them. Nothing here needs Node.
 *
 * `createStudy` is the engine's: it takes a storage object, where that of `sweetspot` takes addresses too.
 *
 * @module
 */
export * from '@sweetspot/core'
export type { SalvagedStudy } from './salvage-studies.ts'
export type { SqliteOptions } from './storage/sqlite.ts'
export type { TextStream } from './terminal/live-screen.ts'
export type { ResultsTableOptions } from './terminal/results-table.ts'
export type { TerminalProgressOptions } from './terminal/terminal-progress.ts'
