/**
 * The whole engine, for authors of samplers, pruners, surrogates, storages and executors, including all types that
 * `sweetspot` mentions without exporting them. It does not need Node.
 *
 * Its `createStudy` is that of the engine: it accepts a storage object, but no address.
 *
 * @module
 */
export * from '@sweetspot/core'
export type { CommandOptions } from './command/command-options.ts'
export type { CommandPart, CommandTemplate, ParamsFormat, Placeholder, ValueStyle } from './command/command-template.ts'
export type { MetricReading } from './command/metric-reading.ts'
export type { MetricSource } from './command/metric-source.ts'
export type { ChildProcessExecutorOptions } from './executors/child-process-executor.ts'
export type { IsolationOptions, TrialOutput } from './executors/isolation-options.ts'
export type { WorkerThreadExecutorOptions } from './executors/worker-thread-executor.ts'
export type { SalvagedStudy } from './salvage-studies.ts'
export type { SqliteOptions } from './storage/sqlite.ts'
export type { SweepParameter } from './sweep/own/sweep-file.ts'
export type { TextStream } from './terminal/live-screen.ts'
export type { ResultsTableOptions } from './terminal/results-table.ts'
export type { TerminalProgressOptions } from './terminal/terminal-progress.ts'
