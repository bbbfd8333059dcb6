/**
 * The door for writers of samplers, pruners, surrogates, storages and executors: the whole engine, and the types of the
 * product that `sweetspot` mentions without exporting them. Nothing here needs Node.
 *
 * `createStudy` is the engine's: it takes a storage, where that of `sweetspot` takes addresses of storages too.
 */
export * from '@sweetspot/core'
export type { SqliteOptions } from './storage/sqlite.ts'
export type { TextStream } from './terminal/live-screen.ts'
export type { ResultsTableOptions } from './terminal/results-table.ts'
export type { TerminalProgressOptions } from './terminal/terminal-progress.ts'
