import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Cooperative } from '../../math/cooperative.ts'
import type { Key } from '../../math/random.ts'
import type { FeasibilityModel } from '../../surrogates/feasibility-model.ts'
import { feasibilityModels } from '../../surrogates/feasibility-models.ts'
import { type FeatureColumns, featureColumns } from '../../surrogates/feature-columns.ts'
import type { NoiseOption } from '../../surrogates/noise.ts'
import { type StudyModel, studyModel } from '../../surrogates/study-model.ts'

/** All that is learned from the finished trials of a study before the next one is chosen. */
export interface GpModels {
  readonly columns: FeatureColumns
  /** Absent while fewer than two trials have a value. */
  readonly objective?: StudyModel
  readonly feasibility: readonly FeasibilityModel[]
}

export interface GpModelOptions {
  readonly noisy: NoiseOption
  /** Of the random weights of several metrics. */
  readonly key: Key
}

/** Undefined where there is too little to learn from yet. */
export function* gpModels(snapshot: StudySnapshot, { noisy, key }: GpModelOptions): Cooperative<GpModels | undefined> {
  const [metric, ...others] = snapshot.metrics as [string]
  const target = others.length > 0 ? { weights: key } : { metric }
  const columns = featureColumns(snapshot.space)
  if (columns.kinds.length === 0) return undefined
  const objective = yield* studyModel(snapshot, columns, { target, noisy })
  if (!objective && !hasBothOutcomes(snapshot)) return undefined
  const feasibility = yield* feasibilityModels(snapshot, columns, noisy)
  return { columns, feasibility, ...(objective && { objective }) }
}

/** Whether trials have failed and one has not: then there is something to go by, even if there are no values to compare. */
function hasBothOutcomes({ finished, trials }: StudySnapshot): boolean {
  const failed = finished.numbers.filter((number) => trials.get(number)?.state === 'failed').length
  return failed > 0 && failed < finished.count
}
