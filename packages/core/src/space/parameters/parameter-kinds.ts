import type { Json } from '../json-value.ts'
import type { RangePrior } from './prior.ts'

/**
 * The scale of a numeric range: `linear`; `log` (equal ratios are equally likely, finer near `low`); or `reverse-log`
 * (the mirror image of `log`, finer near `high`).
 */
export type Scale = 'linear' | 'log' | 'reverse-log'

/**
 * A real number in `[low, high]`: with `step`, one of the values low, low + step, …; with `multipleOf`, a multiple of
 * it. Made by `float`.
 */
export interface FloatParameter {
  readonly kind: 'float'
  readonly low: number
  readonly high: number
  /** Distance between neighbouring values; absent for a continuous range. */
  readonly step?: number
  /** The number of which all values are multiples. */
  readonly multipleOf?: number
  readonly scale: Scale
  /** The distribution of the values; absent for an even one. */
  readonly prior?: RangePrior
  readonly default?: number
}

/** An integer in `[low, high]`: every `step`-th from `low`, or the multiples of `multipleOf`. Made by `int`. */
export interface IntParameter {
  readonly kind: 'int'
  readonly low: number
  readonly high: number
  /** Distance between neighbouring values, at least 1; 1 with `multipleOf`. */
  readonly step: number
  /** The integer of which all values are multiples. */
  readonly multipleOf?: number
  readonly scale: Scale
  /** The distribution of the values; absent for an even one. */
  readonly prior?: RangePrior
  readonly default?: number
}

/**
 * One of several values without an order. Made by `choice`.
 *
 * @typeParam V - The type of the values.
 */
export interface ChoiceParameter<V extends Json = Json> {
  readonly kind: 'choice'
  readonly values: readonly V[]
  /** Relative frequencies of the values in samples, in their order; absent if all are equal. */
  readonly weights?: readonly number[]
  readonly default?: V
}

/**
 * A choice of named branches: the parameters of a branch are active only if it is chosen. Made by `choice`.
 *
 * @typeParam B - The type of the branches.
 */
export interface BranchParameter<B extends ChoiceBranches = ChoiceBranches> extends ChoiceParameter<BranchName<B>> {
  readonly branches: B
}

/**
 * The names of branches. They are strings even if written as numbers.
 *
 * @typeParam B - The type of the branches.
 */
export type BranchName<B> = `${keyof B & (string | number)}`

/**
 * One of several values in an order: neighbours are expected to behave alike. Made by `ordinal`.
 *
 * @typeParam V - The type of the values.
 */
export interface OrdinalParameter<V extends Json = Json> {
  readonly kind: 'ordinal'
  readonly values: readonly V[]
  readonly default?: V
}

/** `true` or `false`. Made by `boolean`. */
export interface BooleanParameter {
  readonly kind: 'boolean'
  readonly default?: boolean
}

/**
 * A value that does not vary, recorded with each trial. Made by `fixed`.
 *
 * @typeParam V - The type of the value.
 */
export interface FixedParameter<V extends Json = Json> {
  readonly kind: 'fixed'
  readonly value: V
}

/** A hyperparameter: its kind and its values. */
export type Parameter =
  | FloatParameter
  | IntParameter
  | ChoiceParameter
  | OrdinalParameter
  | BooleanParameter
  | FixedParameter

/** Parameters by name: the argument of `space`. */
export type Shape = { readonly [name: string]: Parameter | Conditional }

/** The parameters of each branch of a choice, by the name of the branch. */
export type ChoiceBranches = { readonly [choice: string]: Shape }

/** A test of the value of a parameter: one of several JSON values, or a lower or upper bound of a number. */
export type ValueTest = { readonly in: readonly Json[] } | { readonly atLeast: number } | { readonly atMost: number }

/**
 * A parameter that is active only if all tests of earlier parameters hold. Made by `when`.
 *
 * @typeParam P - The type of the parameter.
 */
export interface Conditional<P extends Parameter = Parameter> {
  readonly kind: 'when'
  readonly tests: { readonly [parameter: string]: ValueTest }
  readonly parameter: P
}
