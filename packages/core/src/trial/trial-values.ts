/**
 * The values of a completed trial by name: one for each metric of the study, and one for each measured constraint.
 *
 * @typeParam M - The names of the metrics.
 * @typeParam C - The names of the constraints.
 */
export type TrialValues<M extends string = string, C extends string = never> = Flatten<
  { readonly [K in M]: number } & { readonly [K in C]?: number }
>

/**
 * The property `value`: required if the study has one metric, absent if it has several, optional if the compiler does
 * not know the metrics.
 *
 * @typeParam M - The names of the metrics.
 */
export type SingleValue<M extends string = string> = string extends M
  ? { readonly value?: number }
  : IsUnion<M> extends true
    ? unknown
    : { readonly value: number }

/** Whether a type is a union of several members. */
export type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never

type Flatten<T> = { [K in keyof T]: T[K] }
