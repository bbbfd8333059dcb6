import { type Json, jsonKey } from './json-value.ts'
import type {
  BooleanParameter,
  Branches,
  BranchParameter,
  Conditional,
  FixedParameter,
  FloatParameter,
  IntParameter,
  Shape,
} from './parameter.ts'

/** The values of a trial by parameter name; inactive parameters are absent. */
export type Params = { readonly [name: string]: Json }

/**
 * A string that params share exactly when they are equal, whatever the order of their properties: for finding
 * duplicates.
 */
export function paramsKey(params: Params): string {
  return jsonKey(params)
}

/** The type of one parameter's value. */
export type ValueOf<P> = P extends FloatParameter | IntParameter
  ? number
  : P extends BooleanParameter
    ? boolean
    : P extends FixedParameter<infer V>
      ? V
      : P extends { readonly kind: 'choice' | 'ordinal'; readonly values: readonly (infer V)[] }
        ? V
        : never

/**
 * The type of the params a shape describes: one property for each plain parameter, an optional one for each `when`, and
 * for each choice with branches a union discriminated by that choice.
 *
 * @example
 * ```ts
 * ParamsOf<{ lr: FloatParameter; optimizer: BranchParameter<{ sgd: { momentum: FloatParameter }; adam: {} }> }>
 * // { lr: number; optimizer: 'sgd'; momentum: number } | { lr: number; optimizer: 'adam' }
 * ```
 */
export type ParamsOf<S> = string extends keyof S
  ? Params
  : Flatten<
      { readonly [K in PlainKeys<S>]: ValueOf<S[K]> } & {
        readonly [K in WhenKeys<S>]?: ConditionalValue<S[K]>
      } & (BranchKeys<S> extends never ? unknown : IntersectBranches<S>)
    >

type BranchKeys<S> = { [K in keyof S]: S[K] extends { readonly branches: Branches } ? K : never }[keyof S]
type WhenKeys<S> = { [K in keyof S]: S[K] extends Conditional ? K : never }[keyof S]
type PlainKeys<S> = Exclude<keyof S, BranchKeys<S> | WhenKeys<S>>
type ConditionalValue<C> = C extends Conditional<infer P> ? ValueOf<P> : never

/** Each branching choice is a union of its branches; the intersection of those unions is taken through parameters of
 * functions, the one position from which TypeScript infers an intersection without merging the unions. */
type IntersectBranches<S> = {
  [K in BranchKeys<S>]: (branch: BranchUnion<K, S[K]>) => void
}[BranchKeys<S>] extends (branch: infer I) => void
  ? I
  : never

type BranchUnion<K extends PropertyKey, P> =
  P extends BranchParameter<infer B>
    ? { [C in keyof B]: { readonly [N in K]: C } & ParamsOf<B[C] extends Shape ? B[C] : never> }[keyof B]
    : never

/** One flat object type for each member of the union. */
type Flatten<T> = T extends unknown ? { [K in keyof T]: T[K] } : never
