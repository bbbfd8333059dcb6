import type { Json } from '../json-value.ts'

/**
 * How a number's range is walked: `linear`; `log` (equal ratios are equally likely, finer near `low`); or `reverse-log`
 * (its mirror image, finer near `high`).
 */
export type Scale = 'linear' | 'log' | 'reverse-log'

/** A real number in `[low, high]`; with `step`, one of the values low, low + step, …. Made by `float`. */
export interface FloatParameter {
  readonly kind: 'float'
  readonly low: number
  readonly high: number
  /** Distance between neighbouring values; absent for a continuous range. */
  readonly step?: number
  readonly scale: Scale
  readonly default?: number
}

/** An integer in `[low, high]`, every `step`-th from `low`. Made by `int`. */
export interface IntParameter {
  readonly kind: 'int'
  readonly low: number
  readonly high: number
  /** Distance between neighbouring values, at least 1. */
  readonly step: number
  readonly scale: Scale
  readonly default?: number
}

/** One of several values without an order. Made by `choice`. */
export interface ChoiceParameter<V extends Json = Json> {
  readonly kind: 'choice'
  readonly values: readonly V[]
  readonly default?: V
}

/** A choice by name, each with parameters of its own that are active only when it is chosen. Made by `choice`. */
export interface BranchParameter<B extends ChoiceBranches = ChoiceBranches> extends ChoiceParameter<BranchName<B>> {
  readonly branches: B
}

/** The names of branches, which are strings even where they are written as numbers. */
export type BranchName<B> = `${keyof B & (string | number)}`

/** One of several values in an order: neighbours are expected to behave alike. Made by `ordinal`. */
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

/** A value that does not vary, recorded with each trial. Made by `fixed`. */
export interface FixedParameter<V extends Json = Json> {
  readonly kind: 'fixed'
  readonly value: V
}

/** What may vary, and how. */
export type Parameter =
  | FloatParameter
  | IntParameter
  | ChoiceParameter
  | OrdinalParameter
  | BooleanParameter
  | FixedParameter

/** Parameters by name, as they are declared: the argument of `space`. */
export type Shape = { readonly [name: string]: Parameter | Conditional }

/** The parameters private to each named choice. */
export type ChoiceBranches = { readonly [choice: string]: Shape }

/** A test of a parameter's value: one of several JSON values, or a number that is large or small enough. */
export type ValueTest = { readonly in: readonly Json[] } | { readonly atLeast: number } | { readonly atMost: number }

/** A parameter that is active only when tests of parameters declared before it all hold. Made by `when`. */
export interface Conditional<P extends Parameter = Parameter> {
  readonly kind: 'when'
  readonly tests: { readonly [parameter: string]: ValueTest }
  readonly parameter: P
}
