/**
 * The values of a completed trial by name: one for each metric `M` of its study, and one for each of the constraints `C`
 * that was measured.
 */
export type TrialValues<M extends string = string, C extends string = never> = Flatten<
  { readonly [K in M]: number } & { readonly [K in C]?: number }
>

/** `value` if the study has one metric; absent if it has several; optional if the metrics are not known to the compiler. */
export type SingleValue<M extends string = string> = string extends M
  ? { readonly value?: number }
  : IsUnion<M> extends true
    ? unknown
    : { readonly value: number }

export type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never

type Flatten<T> = { [K in keyof T]: T[K] }
