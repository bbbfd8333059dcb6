import type { Distribution } from './distribution.ts'

/** A study as Optuna stores it, read from a journal file or a database. */
export interface OptunaStudy {
  readonly name: string
  readonly directions: readonly OptunaDirection[]
  readonly userAttributes: OptunaAttributes
  readonly systemAttributes: OptunaAttributes
  readonly trials: readonly OptunaTrial[]
}

export type OptunaDirection = 'minimize' | 'maximize' | 'not-set'

export type OptunaState = 'RUNNING' | 'COMPLETE' | 'PRUNED' | 'FAIL' | 'WAITING'

/** Attributes by name: JSON with non-finite numbers. */
export type OptunaAttributes = { readonly [name: string]: unknown }

/** A trial as Optuna stores it. */
export interface OptunaTrial {
  readonly state: OptunaState
  /** A value per objective, possibly infinite. Absent if the trial has none. */
  readonly values?: readonly number[]
  /** Milliseconds since 1970. */
  readonly startedAt?: number
  readonly finishedAt?: number
  readonly params: { readonly [name: string]: OptunaParam }
  readonly userAttributes: OptunaAttributes
  readonly systemAttributes: OptunaAttributes
  /** Steps with their values, in the order of steps. */
  readonly intermediateValues: readonly (readonly [step: number, value: number])[]
}

/** A param: the number in the file (of a categorical one, the index of its choice), and its distribution. */
export interface OptunaParam {
  readonly internal: number
  readonly distribution: Distribution
}

/** The system attribute with the names of the objectives. */
export const METRIC_NAMES = 'study:metric_names'

/** The system attribute of params that were given to a trial: values, not indices. */
export const FIXED_PARAMS = 'fixed_params'

/** The start of system attributes with the value of a constraint, which is met if the value is at most 0. */
export const CONSTRAINT = 'constraints:'

/** The system attribute of constraints without names, as Optuna wrote them until version 4. */
export const UNNAMED_CONSTRAINTS = 'constraints'
