import { unreadable } from '../arguments/unreadable.ts'
import { type Json, jsonKey } from './json-value.ts'
import type {
  BooleanParameter,
  BranchName,
  BranchParameter,
  ChoiceBranches,
  Conditional,
  FixedParameter,
  FloatParameter,
  IntParameter,
  Shape,
} from './parameters/parameter-kinds.ts'

/** The params of a trial: values by parameter name. Inactive parameters are absent. */
export type Params = { readonly [name: string]: Json }

/**
 * A key for finding duplicate params: two params have the same key if and only if they are equal, whatever the order of
 * their properties.
 */
export function paramsKey(params: Params): string {
  try {
    return jsonKey(params)
  } catch (thrown) {
    throw unreadable('paramsKey', thrown)
  }
}

/**
 * The type of the value of a parameter.
 *
 * @typeParam P - The type of the parameter.
 */
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
 * The type of the params that a shape describes: a property for each plain parameter, an optional property for each
 * `when`, and a union discriminated by the choice for each choice with branches.
 *
 * Several choices with branches multiply the members of the union. Above 32 members, the parameters of the branches
 * become optional properties instead, since the compiler would have to check every combination.
 *
 * @typeParam S - The type of the shape.
 *
 * @example
 * ```ts
 * ParamsOf<{ lr: FloatParameter; optimizer: BranchParameter<{ sgd: { momentum: FloatParameter }; adam: {} }> }>
 * // { lr: number; optimizer: 'sgd'; momentum: number } | { lr: number; optimizer: 'adam' }
 * ```
 */
export type ParamsOf<S> = string extends keyof S
  ? Params
  : [BranchKeys<S>] extends [never]
    ? Flatten<Unbranched<S>>
    : [Exclude<BranchKeys<S>, LastOf<BranchKeys<S>>>] extends [never]
      ? OneBranching<S, BranchKeys<S>>
      : SeveralBranching<S, Combinations<S, BranchKeys<S>>>

type Unbranched<S> = { readonly [K in PlainKeys<S>]: ValueOf<S[K]> } & {
  readonly [K in WhenKeys<S>]?: ConditionalValue<S[K]>
}

/** Writes out a union of few members, since that reads best; see {@link Factored}. */
type OneBranching<S, K extends keyof S> =
  Members<BranchUnion<K, S[K]>, MoreThanFew> extends MoreThanFew
    ? Factored<S>
    : Flatten<Unbranched<S> & IntersectBranches<S>>

type SeveralBranching<S, Count> = Count extends Many
  ? Flatten<Unbranched<S> & IntersectLoose<S>>
  : Count extends MoreThanFew
    ? Factored<S>
    : Flatten<Unbranched<S> & IntersectBranches<S>>

/** The union as an intersection of its factors, so that tooltips and declarations do not grow with the product. */
type Factored<S> = Flatten<Unbranched<S>> & IntersectBranches<S>

type AnyBranching = { readonly branches: ChoiceBranches }
type BranchKeys<S> = {
  [K in keyof S]: S[K] extends AnyBranching | { readonly parameter: AnyBranching } ? K : never
}[keyof S]
type WhenKeys<S> = { [K in keyof S]: S[K] extends Conditional ? Exclude<K, BranchKeys<S>> : never }[keyof S]
type PlainKeys<S> = Exclude<keyof S, BranchKeys<S> | WhenKeys<S>>
type ConditionalValue<C> = C extends Conditional<infer P> ? ValueOf<P> : never

/**
 * The intersection of the unions of all branching choices. It is inferred from parameters of functions: the only
 * position from which TypeScript infers an intersection without merging the unions.
 */
type IntersectBranches<S> = {
  [K in BranchKeys<S>]: (branch: BranchUnion<K, S[K]>) => void
}[BranchKeys<S>] extends (branch: infer I) => void
  ? I
  : never

type BranchUnion<K extends PropertyKey, P> =
  P extends Conditional<infer C>
    ? BranchUnion<K, C> | { readonly [N in K]?: never }
    : P extends BranchParameter<infer B>
      ? { [C in keyof B]: Branch<{ readonly [N in K]: BranchName<Pick<B, C>> }, B[C]> }[keyof B]
      : never

/** The type of one branch: a single object type if it has no branching choice of its own. */
type Branch<Name, S> = S extends Shape
  ? [BranchKeys<S>] extends [never]
    ? Flatten<Name & ParamsOf<S>>
    : Name & ParamsOf<S>
  : never

/**
 * {@link IntersectBranches} without discrimination: the choice itself, and every parameter of its branches as an
 * optional property.
 */
type IntersectLoose<S> = {
  [K in BranchKeys<S>]: (branch: LooseBranch<K, S[K], BranchUnion<K, S[K]>>) => void
}[BranchKeys<S>] extends (branch: infer I) => void
  ? I
  : never

type LooseBranch<K extends PropertyKey, P, U> = (P extends Conditional
  ? { readonly [N in K]?: OptionOf<N, U> }
  : { readonly [N in K]: OptionOf<N, U> }) & {
  readonly [N in Exclude<KeysOfAll<U>, K>]?: OptionOf<N, U>
}
type KeysOfAll<U> = U extends unknown ? keyof U : never
type OptionOf<N extends PropertyKey, U> = U extends { readonly [K in N]: infer V } ? V : never

/** A tuple whose length is the number of members of the union that a shape describes, or {@link Many}. */
type Combinations<S, Keys, Product extends 0[] = [0]> = [Keys] extends [never]
  ? Product
  : Product extends Many
    ? Many
    : LastOf<Keys> extends infer K extends keyof S
      ? Combinations<S, Exclude<Keys, K>, Times<Product, Members<BranchUnion<K, S[K]>, Many>>>
      : never

/** A tuple whose length is the number of members of a union, or one that extends `Limit`. */
type Members<U, Limit extends 0[], Count extends 0[] = []> = [U] extends [never]
  ? Count
  : Count extends Limit
    ? Count
    : Members<Exclude<U, LastOf<U>>, Limit, [...Count, 0]>

type Times<Some extends 0[], Others extends 0[], Product extends 0[] = []> = Product extends Many
  ? Product
  : Some extends [0, ...infer Rest extends 0[]]
    ? Times<Rest, Others, [...Product, ...Others]>
    : Product

type Eight = [0, 0, 0, 0, 0, 0, 0, 0]
/** More than 8 members. */
type MoreThanFew = [...Eight, 0, ...0[]]
/** More than 32 members. */
type Many = [...Eight, ...Eight, ...Eight, ...Eight, 0, ...0[]]

/** One member of a union: TypeScript infers the last overload from an intersection of functions. */
type LastOf<U> = (U extends unknown ? (call: () => U) => void : never) extends (calls: infer I) => void
  ? I extends () => infer L
    ? L
    : never
  : never

/** One flat object type for each member of the union. */
type Flatten<T> = T extends unknown ? { [K in keyof T]: T[K] } : never
