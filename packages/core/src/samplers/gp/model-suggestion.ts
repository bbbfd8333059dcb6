import type { AcquisitionFunction } from '../../acquisition/acquisition-function.ts'
import { feasibilityWeights, rankByWeight, wasOfUse, withPendingMissed } from '../../acquisition/feasibility.ts'
import { rankByMean } from '../../acquisition/incumbent.ts'
import { logExpectedImprovement } from '../../acquisition/log-ei.ts'
import {
  type AcquisitionSearch,
  bestOfAll,
  type Found,
  optimizeAcquisition,
} from '../../acquisition/optimize-acquisition.ts'
import { imaginePending } from '../../acquisition/pending-trials.ts'
import { pureExploration } from '../../acquisition/pure-exploration.ts'
import { trustRegionLength } from '../../acquisition/trust-region.ts'
import { upperConfidenceBound } from '../../acquisition/ucb.ts'
import { type LogWeight, weighted, weightsAlone } from '../../acquisition/weighted.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Cooperative } from '../../math/cooperative.ts'
import { foldIn, type Key } from '../../math/random.ts'
import type { Params } from '../../space/params.ts'
import { type FeatureColumns, featuresOf } from '../../surrogates/feature-columns.ts'
import { mixtureOf } from '../../surrogates/gaussian-process/mixture.ts'
import { type GpRows, pendingFeatures, rowsWith } from '../../surrogates/gp-data.ts'
import type { StudyModel } from '../../surrogates/study-model.ts'
import type { Posterior } from '../../surrogates/surrogate.ts'
import type { Suggestion } from '../../trial/suggestion.ts'
import { sizeOf, untried } from '../distinct.ts'
import { type Candidate, candidateOf, type Region, unitCandidates } from '../unit-candidates.ts'
import { accountOf } from './account.ts'
import type { GpModels } from './gp-models.ts'

export interface ModelRequest {
  readonly snapshot: StudySnapshot
  /** Of the trial that needs params. */
  readonly number: number
  /** The study's random key. */
  readonly key: Key
  /** Params suggested in the same request. */
  readonly batch: readonly Params[]
  readonly known?: Params
  /** Of where a person would rather have the trial, whatever the model says. */
  readonly preferences: readonly LogWeight[]
}

/** Of discrete spaces with no more combinations than this, all that are left are scored. */
const EXACT = 4_096
/** Every so often a suggestion goes where the optimistic estimate is best, whatever the improvement expected there. */
const UCB_EVERY = 10
/** Beside so many running trials, every other suggestion is to learn something new. */
const CROWD = 7
/** The acquisition functions that aim at being of use at once; the others explore. */
const AIMED: ReadonlySet<string> = new Set(['log-ei', 'feasibility'])
/** The best points to look around. */
const AROUND = 5

/** What is searched for, and where. */
interface Aim {
  readonly acquisition: AcquisitionFunction
  /** As `AcquisitionSearch` has it. */
  readonly screen?: AcquisitionFunction
  /** The best points known. */
  readonly around: readonly Candidate[]
  readonly region?: Region
  /** What is to be improved upon, by a posterior with the trials that are running; absent where nothing is of use yet. */
  readonly improving?: { readonly posterior: Posterior; readonly best: number }
}

/** The params that promise most; undefined where none are left. */
export function* modelSuggestion(models: GpModels, request: ModelRequest): Cooperative<Suggestion | undefined> {
  const { snapshot, batch, known } = request
  const { columns } = models
  const inBatch = batch.flatMap((params) => featuresOf(snapshot.space, columns, params) ?? [])
  const pending = [...pendingFeatures(snapshot, columns), ...inBatch]
  const aim = (yield* improvement(models, pending, request)) ?? (yield* usefulness(models, pending, request))
  const { acquisition, screen, around, region } = aim
  const searchIn = (where: Region | undefined) => ({
    acquisition,
    ...(screen && { screen }),
    space: unitCandidates(snapshot, columns, batch, known, where),
    key: foldIn(request.key, request.number),
    around,
  })
  // A region may have nothing left to try where the space has.
  const inRegion = region && (yield* bestCandidate(searchIn(region), request))
  const found = inRegion ?? (yield* bestCandidate(searchIn(undefined), request))
  if (!found) return undefined
  const { params } = found.candidate
  const { name } = acquisition
  const account = accountOf({ columns, snapshot, params, objective: models.objective, improving: aim.improving })
  return {
    params,
    account: { ...account, exploring: !AIMED.has(name), acquisition: { name, value: found.value } },
  }
}

/** The aim to be better than what is known; undefined where no trial was of use yet. */
function* improvement(
  models: GpModels,
  pending: readonly Float64Array[],
  { snapshot, number, preferences }: ModelRequest,
): Cooperative<Aim | undefined> {
  const { columns, objective, feasibility } = models
  if (!objective) return undefined
  const { data } = objective
  const { best, order } = rankByMean(objective.posterior, data.features, data.values.length, wasOfUse(data))
  yield
  if (order.length === 0) return undefined
  const posterior = yield* imaginePending(objective.posterior, pending, best)
  const weights = [...feasibilityWeights(feasibility), ...preferences]
  const worth = (by: Posterior) => weighted(worthOf(by, best, number, pending.length), weights)
  const fewer = fewerComponents(posterior)
  const around = candidatesOf(order, data, snapshot)
  const region = trustRegion(objective, columns, around[0], pending.length + 1)
  return {
    acquisition: worth(posterior),
    ...(fewer && { screen: worth(fewer) }),
    around,
    ...(region && { region }),
    improving: { posterior, best },
  }
}

/** The aim to be of use at all: not to fail, and to meet the constraints. */
function* usefulness(
  { feasibility, columns }: GpModels,
  pending: readonly Float64Array[],
  { snapshot, preferences }: ModelRequest,
): Cooperative<Aim> {
  const expected = yield* withPendingMissed(feasibility, pending)
  const weights = [...feasibilityWeights(expected), ...preferences]
  const tried = rowsWith(snapshot, columns, snapshot.finished.numbers)
  const order = yield* rankByWeight(tried, weights)
  return { acquisition: weightsAlone('feasibility', weights), around: candidatesOf(order, tried, snapshot) }
}

/** What a trial is worth: mostly its expected improvement. */
function worthOf(posterior: Posterior, best: number, number: number, pending: number): AcquisitionFunction {
  if (number % UCB_EVERY === UCB_EVERY - 1) return upperConfidenceBound(posterior)
  if (pending >= CROWD && number % 2 === 1) return pureExploration(posterior, best)
  return logExpectedImprovement(posterior, best)
}

/** Two of many components, as far apart in the chain of draws as can be; undefined where there are few. */
function fewerComponents({ components }: Posterior): Posterior | undefined {
  if (components.length < 4) return undefined
  return mixtureOf([components[0] as Posterior, components[components.length >> 1] as Posterior])
}

/** Where to stay, in many dimensions without gain; undefined for everywhere. */
function trustRegion(
  { history }: StudyModel,
  columns: FeatureColumns,
  best: Candidate | undefined,
  workers: number,
): Region | undefined {
  const length = trustRegionLength(history, columns.kinds.length, workers)
  return best && length !== undefined ? { centre: best.unit, length } : undefined
}

/** The first few of the trials that were learned from, in this order. */
function candidatesOf(order: readonly number[], { numbers }: GpRows, { trials, space }: StudySnapshot): Candidate[] {
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
  const left = untried(snapshot, batch, known) ?? []
  const candidates = left.flatMap((params) => candidateOf(snapshot.space, params) ?? [])
  return yield* bestOfAll(search, candidates)
}
