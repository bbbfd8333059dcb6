import type { Direction, Json, OutcomeConstraint, SearchSpace } from '@sweetspot/core'
import type { CommandTemplate, ParamsFormat } from '../command/command-template.ts'
import type { MetricSource } from '../command/metric-source.ts'

/**
 * The description of a study that tunes a command, as read from a sweep file, from the command line, or from both.
 * Absent fields have no value there: a later source, or a default, fills them.
 */
export interface Sweep {
  readonly name?: string
  readonly description?: string
  readonly space?: SearchSpace
  /** The directions of the metrics, by name. */
  readonly directions?: { readonly [metric: string]: Direction }
  readonly constraints?: { readonly [name: string]: OutcomeConstraint }
  /** The value of the only metric at which the study stops. */
  readonly target?: number
  readonly command?: CommandTemplate
  /** How params are appended to a command that has no place for them. Default: named. */
  readonly paramsFormat?: ParamsFormat
  readonly metric?: MetricSource
  /** Environment variables of all trials, in addition to the inherited ones. */
  readonly environment?: { readonly [name: string]: string }
  readonly sampler?: 'auto' | 'gp' | 'random' | 'grid' | 'quasi-random'
  readonly pruner?: 'auto' | 'median' | 'none'
  readonly seed?: number
  /** Total number of trials of the study. */
  readonly trials?: number
  /** Milliseconds after which no trial starts. */
  readonly timeout?: number
  /** Milliseconds after which a trial is stopped and fails. */
  readonly trialTimeout?: number
  /** Trials that run at the same time, at least 1. Default: 1. */
  readonly concurrency?: number
  /** How often a trial that failed is run again, at least 0. Default: 0. */
  readonly retries?: number
  /** Milliseconds before the first retry; each further one waits twice as long. Default: 0. */
  readonly retryDelay?: number
  /** Trials in a row that may fail before the run ends, at least 1. */
  readonly maxFailures?: number
  /** The devices that trials share: their numbers, or all that are found. */
  readonly gpus?: readonly number[] | 'auto'
  /** Attributes of the study, such as the project of another tool. */
  readonly tags?: { readonly [name: string]: Json }
  /** Trials that run first, with these params. */
  readonly enqueue?: readonly { readonly [parameter: string]: Json }[]
}

/** A sweep, and one line for each thing in its file that was ignored or changed. */
export interface ReadSweep {
  readonly sweep: Sweep
  readonly notices: readonly string[]
}
