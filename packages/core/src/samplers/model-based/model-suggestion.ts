import {
  type AcquisitionSearch,
  bestOfAll,
  type Found,
  optimizeAcquisition,
} from '../../acquisition/optimize-acquisition.ts'
import { rankByAcquisition } from '../../acquisition/rank-by-acquisition.ts'
import { isExploring, searchGoal } from '../../acquisition/search-goal.ts'
import { trustRegionLength } from '../../acquisition/trust-region.ts'
import type { LogWeight } from '../../acquisition/weighted-acquisition.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Cooperative } from '../../math/cooperative.ts'
import { foldIn, type Key } from '../../math/random.ts'
import type { SobolSequences } from '../../math/sobol.ts'
import { featuresOf } from '../../models/features.ts'
import type { SearchModels } from '../../models/search-models.ts'
import { pendingFeatures, trainingRows } from '../../models/training-rows.ts'
import type { Params } from '../../space/params.ts'
import type { Suggestion } from '../../trial/suggestion.ts'
import { sizeOf, untriedParams } from '../distinct.ts'
import { type Candidate, candidateOf, type Region, unitCandidates } from '../unit-candidates.ts'
import { explanationOf } from './explanation.ts'

/** A request for one suggestion of the model. */
export interface ModelRequest {
  /** The name of the sampler. */
  readonly sampler: string
  readonly snapshot: StudySnapshot
  /** The number of the trial that needs params. */
  readonly number: number
  /** The study's random key. */
  readonly key: Key
  /** The Sobol sequences in the dimensions of the space. */
  readonly sobol: SobolSequences
  /** Params of earlier suggestions in the same request. */
  readonly batch: readonly Params[]
  readonly known?: Params
  /** Log-weights from user priors and cost. */
  readonly preferences: readonly LogWeight[]
}

/** Discrete spaces up to this size are scored exhaustively. */
const EXACT = 4_096
/** Number of best points to search around. */
const AROUND = 5

/** Suggests the params with the largest acquisition value; undefined if the space is exhausted. */
export function* modelSuggestion(models: SearchModels, request: ModelRequest): Cooperative<Suggestion | undefined> {
  const { sampler, snapshot, number, batch, known, preferences } = request
  const { columns, incumbent, metricModel } = models
  const inBatch = batch.flatMap((params) => featuresOf(snapshot.space, columns, params) ?? [])
  const pending = [...pendingFeatures(snapshot, columns), ...inBatch]
  const { acquisition, screen, improving } = yield* searchGoal({ models, pending, number, preferences })
  // Without an incumbent: the points likeliest to be feasible.
  const { numbers } = snapshot.finishedTrials
  const all = incumbent ? incumbent.objective.data : yield* trainingRows(snapshot, columns, numbers)
  const order = incumbent?.order ?? (yield* rankByAcquisition(acquisition, all.features, all.numbers.length))
  const around = candidatesOf(order, all.numbers, snapshot)
  const region = trustRegion(models, around[0], pending.length + 1)
  const searchIn = (where: Region | undefined) => ({
    acquisition,
    ...(screen && { screen }),
    space: unitCandidates(snapshot, columns, batch, known, where),
    key: foldIn(request.key, number),
    sobol: request.sobol,
    around,
  })
  // The region may be exhausted although the space is not.
  const inRegion = region && (yield* bestCandidate(searchIn(region), request))
  const found = inRegion ?? (yield* bestCandidate(searchIn(undefined), request))
  if (!found) return undefined
  const { params } = found.candidate
  const explanation = explanationOf({
    sampler,
    columns,
    snapshot,
    params,
    objective: metricModel,
    improving,
  })
  return {
    params,
    explanation: {
      ...explanation,
      exploring: isExploring(acquisition),
      acquisition: { name: acquisition.name, value: found.value },
    },
  }
}

/** The trust region around the incumbent, in many dimensions without improvement; undefined for the whole space. */
function trustRegion(
  { incumbent, columns }: SearchModels,
  best: Candidate | undefined,
  workers: number,
): Region | undefined {
  const length = incumbent && trustRegionLength(incumbent.objective.history, columns.kinds.length, workers)
  return best && length !== undefined ? { center: best.unit, length } : undefined
}

/** The trials of the first few rows, as candidates. */
function candidatesOf(order: readonly number[], numbers: Float64Array, { trials, space }: StudySnapshot): Candidate[] {
  return order.slice(0, AROUND).flatMap((row) => {
    const trial = trials.get(numbers[row] as number)
    return (trial && candidateOf(space, trial.params as Params)) ?? []
  })
}

function* bestCandidate(
  search: AcquisitionSearch<Candidate>,
  { snapshot, batch, known }: ModelRequest,
): Cooperative<Found<Candidate> | undefined> {
  if (sizeOf(snapshot.space) > EXACT) return yield* optimizeAcquisition(search)
  const remaining = untriedParams(snapshot, batch, known) ?? []
  const candidates = remaining.flatMap((params) => candidateOf(snapshot.space, params) ?? [])
  return yield* bestOfAll(search, candidates)
}
