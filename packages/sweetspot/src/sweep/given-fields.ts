/**
 * The fields of a type that have a value.
 *
 * @typeParam T - The type with fields that may be undefined.
 */
export type GivenFields<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/**
 * Leaves out the fields that are undefined: in a sweep they leave the place to an earlier source.
 *
 * @typeParam T - The type with fields that may be undefined.
 */
export const givenFields = <T extends object>(fields: T): GivenFields<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as GivenFields<T>
