import {
  type Dimension,
  isValidParams,
  type Params,
  type SpaceJson,
  type StudySnapshot,
  space,
  spaceFromJson,
} from '@sweetspot/core'

/** The space of `buildModel` with its defaults, kept as an attribute of the study. */
export type BuiltSpace = {
  readonly space: SpaceJson
  /** The names that several branches define differently. */
  readonly branched: readonly string[]
  /** The number of the first trial after the latest edit of `buildModel`. Default: 0. */
  readonly since?: number
}

/** The name of the attribute. */
export const BUILT_SPACE = 'buildModel'

/** Returns the stored space of `buildModel`; undefined before the first search. */
export const builtSpace = ({ attributes }: Pick<StudySnapshot, 'attributes'>) =>
  attributes[BUILT_SPACE] as BuiltSpace | undefined

/**
 * Returns whether trials fit what `buildModel` asks for: those from before its latest edit do not fit if they have a
 * value that it no longer allows. Ranges that depend on other hyperparameters exclude nothing.
 */
export function fitsBuildModel(
  { discovery }: StudySnapshot,
  built: BuiltSpace | undefined,
): (trial: { readonly number: number; readonly params: Params }) => boolean {
  const since = built?.since ?? 0
  if (!built || since === 0) return () => true
  const checks = spaceFromJson(built.space)
    .dimensions.filter(({ name }) => !discovery.ranges.get(name)?.varies)
    .map(({ name, parameter }: Dimension) => [name, space({ [name]: parameter })] as const)
  return ({ number, params }) =>
    number >= since ||
    checks.every(([name, one]) => {
      const value = Object.hasOwn(params, name) ? params[name] : undefined
      return value === undefined || isValidParams(one, { [name]: value })
    })
}
