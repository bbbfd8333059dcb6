import type {
  Conditional,
  ConditionTest,
  DistributionForm,
  FloatOptions,
  IntOptions,
  Json,
  OutcomeConstraint,
  Parameter,
  SearchSpace,
} from '@sweetspot/core'

/**
 * The content of a sweep file: the default export of a TypeScript or JavaScript file, or a document in YAML or JSON.
 *
 * @example
 * ```ts
 * import type { SweepFile } from 'sweetspot'
 *
 * export default {
 *   space: { lr: 'log:1e-5..1e-1', layers: '1..8' },
 *   command: 'python train.py',
 *   maximize: 'val_acc',
 * } satisfies SweepFile
 * ```
 */
export interface SweepFile {
  /** The name of the study. Default: that of the program. */
  readonly name?: string
  readonly description?: string
  /** The parameters by name, or the result of `space`. */
  readonly space?: SearchSpace | { readonly [parameter: string]: SweepParameter }
  /** A metric, or several, to minimize. */
  readonly minimize?: string | readonly string[]
  /** A metric, or several, to maximize. */
  readonly maximize?: string | readonly string[]
  /** Bounds of measured values: `{ atMost }`, `{ atLeast }` or both. */
  readonly constraints?: { readonly [value: string]: OutcomeConstraint }
  /** The value of the only metric at which the study stops. */
  readonly target?: number
  /**
   * One text, which is split into words without a shell, or a list of arguments. `{lr}` is the value of a parameter;
   * without any, all are appended as `--name=value`.
   */
  readonly command?: string | readonly (string | number)[]
  /** Whether a command of one text is passed to `sh`. Default: false. */
  readonly shell?: boolean
  /** Parameters that never appear among the arguments. */
  readonly secrets?: readonly string[]
  /** Where the command leaves its metrics: `json`, `regex:PATTERN` or `file:PATH`. Default: `json`. */
  readonly metric?: 'json' | `regex:${string}` | `file:${string}`
  /** Environment variables of all trials, in addition to the inherited ones. */
  readonly environment?: { readonly [name: string]: string | number | boolean }
  /** Default: `auto`, the Gaussian process. */
  readonly sampler?: 'auto' | 'gp' | 'random' | 'grid' | 'quasi-random'
  /** The pruner, which stops unpromising trials that report steps. Default: `none`. */
  readonly pruner?: 'auto' | 'median' | 'none'
  /** An integer, for reproducible suggestions. */
  readonly seed?: number
  /** The total number of trials, at least 1. Default: 50; with a grid, `timeout` or `target` no limit. */
  readonly trials?: number
  /** The time after which no trial starts, with its unit: `90s`, `10m` or `1h30m`. */
  readonly timeout?: string
  /** The time after which a trial is stopped and fails, with its unit. */
  readonly trialTimeout?: string
  /** Trials that run at the same time, at least 1. Default: 1. */
  readonly concurrency?: number
  /** How often a trial whose command fails is run again. Default: 0. */
  readonly retries?: number
  /** The time before the first retry, with its unit; each further one waits twice as long. */
  readonly retryDelay?: string
  /** Failures in a row that end the run, at least 1. */
  readonly maxFailures?: number
  /** The devices that trials share: their numbers, or all that are found. */
  readonly gpus?: 'auto' | readonly number[]
  /** Attributes of the study. */
  readonly tags?: { readonly [name: string]: Json }
  /** The params of trials that run first. */
  readonly enqueue?: readonly { readonly [parameter: string]: Json }[]
}

/**
 * A parameter of a sweep file: a text in the grammar of `-p`, such as `log:1e-5..1e-1`; a list of values; one value; an
 * object such as `{ float: [0, 1], log: true }`, which may have `when`; or what a function such as `float` returns.
 */
export type SweepParameter =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | Parameter
  | Conditional
  | (Omit<FloatOptions, 'prior'> & {
      readonly prior?: DistributionForm
      readonly float: readonly [low: number | '-inf', high: number | 'inf']
      readonly when?: { readonly [parameter: string]: ConditionTest }
    })
  | (Omit<IntOptions, 'prior'> & {
      readonly prior?: DistributionForm
      readonly int: readonly [low: number | '-inf', high: number | 'inf']
      readonly when?: { readonly [parameter: string]: ConditionTest }
    })
  | {
      readonly choice: readonly Json[] | { readonly [branch: string]: { readonly [parameter: string]: SweepParameter } }
      readonly weights?: readonly number[] | { readonly [branch: string]: number }
      readonly default?: Json
      readonly when?: { readonly [parameter: string]: ConditionTest }
    }
  | {
      readonly ordinal: readonly Json[]
      readonly default?: Json
      readonly when?: { readonly [parameter: string]: ConditionTest }
    }
  | {
      readonly boolean: true
      readonly default?: boolean
      readonly when?: { readonly [parameter: string]: ConditionTest }
    }
  | { readonly fixed: Json; readonly when?: { readonly [parameter: string]: ConditionTest } }
