import { type SearchSpace, type Shape, space } from '@sweetspot/core'
import { givenFields } from '../../sweep/given-fields.ts'
import type { Sweep } from '../../sweep/sweep.ts'
import { constraintsOf, directionsOf } from './goal-options.ts'
import { readParameters } from './parameter-words.ts'
import type { SamplerName } from './sampler-choice.ts'

/** The options that describe a study, whatever runs it. */
export interface StudyOptions {
  readonly param: readonly string[]
  readonly minimize: readonly string[]
  readonly maximize: readonly string[]
  readonly constraint: readonly string[]
  readonly sampler: SamplerName | undefined
  readonly seed: number | undefined
}

/** @throws ERR_USAGE, and the errors of the grammar of parameters */
export async function studySweep(options: StudyOptions): Promise<Sweep> {
  const { param, constraint, sampler, seed } = options
  const parameters = await readParameters(param)
  return givenFields({
    space: param.length > 0 ? (space(parameters as Shape) as SearchSpace) : undefined,
    directions: directionsOf(options),
    constraints: constraint.length > 0 ? constraintsOf(constraint) : undefined,
    sampler,
    seed,
  })
}
