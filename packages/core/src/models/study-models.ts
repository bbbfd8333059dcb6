/** The models of a study, fitted to its finished trials. */

import type { Cooperative } from '../math/cooperative.ts'
import type { FeasibilityModel } from './feasibility-model.ts'
import { feasibilityModels } from './feasibility-models.ts'
import type { FeatureColumns } from './features.ts'
import { type BestIncumbent, bestIncumbent, frontIncumbent, type Incumbent } from './incumbent.ts'
import type { ModelSource } from './model-source.ts'
import type { NoiseOption } from './noise.ts'
import { type ObjectiveModel, objectiveModel } from './objective-model.ts'
import type { ObjectiveTarget } from './training-rows.ts'

export interface StudyModels {
  readonly columns: FeatureColumns
  /** The models of the requested metrics for which at least two trials have values. */
  readonly objectives: ReadonlyMap<string, ObjectiveModel>
  /** The model of all metrics combined by random weights, if requested. */
  readonly scalarized?: ObjectiveModel
  readonly feasibility: readonly FeasibilityModel[]
  /** The incumbent of one objective, or the front of several; undefined until a feasible trial exists. */
  readonly incumbent: Incumbent | undefined
}

/** The models of a search with one objective: a metric or a scalarization. */
export interface SearchModels extends StudyModels {
  readonly incumbent: BestIncumbent | undefined
}

export interface StudyModelsOptions {
  /** The metrics to model, each on its own. */
  readonly metrics: readonly string[]
  readonly noisy: NoiseOption
}

export interface SearchModelsOptions {
  readonly target: ObjectiveTarget
  readonly noisy: NoiseOption
}

/** Fits a model to each requested metric; undefined if there are too few data. */
export function* studyModels(
  source: ModelSource,
  { metrics, noisy }: StudyModelsOptions,
): Cooperative<StudyModels | undefined> {
  const [metric, ...others] = metrics
  if (metric !== undefined && others.length === 0) return yield* searchModels(source, { target: { metric }, noisy })
  const objectives = new Map<string, ObjectiveModel>()
  for (const name of metrics) {
    const model = yield* objectiveModel(source, { target: { metric: name }, noisy })
    if (model) objectives.set(name, model)
  }
  if (objectives.size === 0 && !hasBothOutcomes(source)) return undefined
  const { snapshot, columns } = source
  const isModelled = metrics.every((name) => objectives.has(name))
  const incumbent = isModelled ? frontIncumbent(snapshot, columns, objectives) : undefined
  return { columns, objectives, feasibility: yield* feasibilityModels(source, noisy), incumbent }
}

/** Fits the models of a search with one objective; undefined if there are too few data. */
export function* searchModels(
  source: ModelSource,
  { target, noisy }: SearchModelsOptions,
): Cooperative<SearchModels | undefined> {
  const objective = yield* objectiveModel(source, { target, noisy })
  if (!objective && !hasBothOutcomes(source)) return undefined
  const feasibility = yield* feasibilityModels(source, noisy)
  const incumbent = objective && bestIncumbent(objective)
  yield
  const shared = { columns: source.columns, feasibility, incumbent }
  if (!objective) return { ...shared, objectives: new Map() }
  if ('metric' in target) return { ...shared, objectives: new Map([[target.metric, objective]]) }
  return { ...shared, objectives: new Map(), scalarized: objective }
}

/** Whether a trial has failed and another one has finished: then success can be learned, even without values. */
function hasBothOutcomes({ snapshot, columns }: ModelSource): boolean {
  const { finishedTrials, trials } = snapshot
  const failed = finishedTrials.numbers.filter((number) => trials.get(number)?.state === 'failed').length
  return columns.kinds.length > 0 && failed > 0 && failed < finishedTrials.count
}
