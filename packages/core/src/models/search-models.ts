/** The models of a search, fitted to the finished trials of a study. */

import type { Cooperative } from '../math/cooperative.ts'
import type { FeasibilityModel } from './feasibility-model.ts'
import { feasibilityModels } from './feasibility-models.ts'
import type { FeatureColumns } from './features.ts'
import { type Incumbent, incumbentOf } from './incumbent.ts'
import type { ModelSource } from './model-source.ts'
import type { NoiseOption } from './noise.ts'
import { type ObjectiveModel, objectiveModel } from './objective-model.ts'
import type { ObjectiveTarget } from './training-rows.ts'

/** The models of a search with one objective: a metric or a scalarization. */
export interface SearchModels {
  readonly columns: FeatureColumns
  /** The model of the metric; undefined if the target is a scalarization, or if too few trials have values. */
  readonly metricModel: ObjectiveModel | undefined
  readonly feasibility: readonly FeasibilityModel[]
  /** Undefined until a feasible trial exists. */
  readonly incumbent: Incumbent | undefined
}

export interface SearchModelsOptions {
  readonly target: ObjectiveTarget
  readonly noisy: NoiseOption
}

/** Fits the models of a search with one objective; undefined if there are too few data. */
export function* searchModels(
  source: ModelSource,
  { target, noisy }: SearchModelsOptions,
): Cooperative<SearchModels | undefined> {
  const objective = yield* objectiveModel(source, { target, noisy })
  if (!objective && !hasBothOutcomes(source)) return undefined
  const feasibility = yield* feasibilityModels(source, noisy)
  const incumbent = objective && incumbentOf(objective)
  yield
  const metricModel = 'metric' in target ? objective : undefined
  return { columns: source.columns, metricModel, feasibility, incumbent }
}

/** Whether a trial has failed and another one has finished: then success can be learned, even without values. */
function hasBothOutcomes({ snapshot, columns }: ModelSource): boolean {
  const { finishedTrials, trials } = snapshot
  const failed = finishedTrials.numbers.filter((number) => trials.get(number)?.state === 'failed').length
  return columns.kinds.length > 0 && failed > 0 && failed < finishedTrials.count
}
