import { rankByMean } from '../acquisition/incumbent.ts'
import { logExpectedImprovement } from '../acquisition/log-ei.ts'
import {
  type AcquisitionSearch,
  bestOfAll,
  type Found,
  optimizeAcquisition,
} from '../acquisition/optimize-acquisition.ts'
import { imaginePending } from '../acquisition/pending-trials.ts'
import { upperConfidenceBound } from '../acquisition/ucb.ts'
import { SweetspotError } from '../errors.ts'
import type { FinishedTrials } from '../journal/finished-trials.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { foldIn, type Key } from '../math/random.ts'
import type { Params } from '../space/params.ts'
import { type FeatureColumns, featureColumns, featuresOf } from '../surrogates/feature-columns.ts'
import { pendingFeatures } from '../surrogates/gp-data.ts'
import { type StudyModel, studyModel } from '../surrogates/study-model.ts'
import type { Suggestion } from '../trial/suggestion.ts'
import { distinctParams, sizeOf, untried } from './distinct.ts'
import { quasiRandomParams } from './quasi-random.ts'
import type { Sampler, SuggestionRequest } from './sampler.ts'
import { type Candidate, candidateOf, unitCandidates } from './unit-candidates.ts'

export interface GpSamplerOptions {
  /** How many trials are spread over the space before the model is asked; 5 unless given. */
  readonly initialTrials?: number
  /** Say that repeating a trial gives visibly different values; then the model smooths more. */
  readonly noisy?: boolean
}

/** Discrete spaces with no more combinations left than this are scored completely. */
const EXACT = 4_096
/** Every so often a suggestion goes where the optimistic estimate is best, whatever the improvement expected there. */
const UCB_EVERY = 10
const AROUND = 5

/**
 * Bayesian optimisation with a Gaussian process (Jones et al. 1998; Snoek et al. 2012): a Matérn-5/2 kernel with a length
 * scale for each parameter, fitted by MAP to half-rank warped values, proposes where the expected improvement is largest
 * (log-EI, Ament et al. 2023). Trials that are running count with the value the model expects of them, so that parallel
 * suggestions differ; discrete spaces are not tried twice in one place. Several metrics are combined with random weights,
 * anew for each suggestion.
 */
export function gpSampler({ initialTrials = 5, noisy = false }: GpSamplerOptions = {}): Sampler {
  if (!(Number.isSafeInteger(initialTrials) && initialTrials >= 1)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `initialTrials is a positive integer, not ${initialTrials}.`)
  }

  // Fitting takes most of the time, and several workers may ask before the next trial ends.
  const models = new WeakMap<FinishedTrials, StudyModel>()
  const modelOf = (snapshot: StudySnapshot, columns: FeatureColumns, key: Key): StudyModel | undefined => {
    const { finished, metrics } = snapshot
    const [metric, ...others] = metrics as [string]
    if (others.length > 0) return studyModel(snapshot, columns, { target: { weights: key }, noisy })
    const model = models.get(finished) ?? studyModel(snapshot, columns, { target: { metric }, noisy })
    if (model) models.set(finished, model)
    return model
  }

  const suggestOne = (
    snapshot: StudySnapshot,
    number: number,
    request: SuggestionRequest,
    batch: readonly Params[],
  ) => {
    const key = foldIn(request.key, number)
    const { finished, space } = snapshot
    const columns = featureColumns(space)
    const ready = number >= initialTrials && finished.count > 1
    const model = ready ? modelOf(snapshot, columns, key) : undefined
    if (!model) return initial(snapshot, number, request, batch)

    const { data } = model
    const { best, order } = rankByMean(model.posterior, data.features, data.values.length)
    const inBatch = batch.flatMap((params) => featuresOf(space, columns, params) ?? [])
    const posterior = imaginePending(model.posterior, [...pendingFeatures(snapshot, columns), ...inBatch], best)
    const exploring = number % UCB_EVERY === UCB_EVERY - 1
    const acquisition = exploring ? upperConfidenceBound(posterior) : logExpectedImprovement(posterior, best)
    const candidates = unitCandidates(snapshot, columns, batch, request.known)
    const around = order.slice(0, AROUND).flatMap((row) => {
      const trial = snapshot.trials.get(data.numbers[row] as number)
      const candidate = trial && candidateOf(space, trial.params as Params)
      return candidate ? [candidate] : []
    })
    const found = search({ acquisition, space: candidates, key, around }, snapshot, batch, request.known)
    if (!found) return initial(snapshot, number, request, batch)
    const { mean, sd } = model.predict(featuresOf(space, columns, found.candidate.params) as Float64Array)
    return {
      params: found.candidate.params,
      account: {
        sampler: 'gp',
        phase: 'model',
        exploring,
        ...(snapshot.metrics.length === 1 ? { predicted: { mean, sd } } : {}),
        acquisition: { name: acquisition.name, value: found.value },
      },
    } satisfies Suggestion
  }

  return Object.freeze({
    name: 'gp',
    suggest(snapshot, request) {
      const suggestions: Suggestion[] = []
      for (const number of request.numbers) {
        const batch = suggestions.map(({ params }) => params)
        const suggestion = suggestOne(snapshot, number, request, batch)
        if (!suggestion) break
        suggestions.push(suggestion)
      }
      return suggestions
    },
  } satisfies Sampler)
}

/** Points that fill the space evenly, until the model has something to go by; undefined when the space is exhausted. */
function initial(
  snapshot: StudySnapshot,
  number: number,
  { key, known }: SuggestionRequest,
  batch: readonly Params[],
): Suggestion | undefined {
  const propose = (attempt: number) => quasiRandomParams(snapshot.space, key, number, attempt, known)
  const params = distinctParams(snapshot, foldIn(key, number), propose, batch, known)
  return params && { params, account: { sampler: 'gp', phase: 'initial design', exploring: true } }
}

function search(
  acquisition: AcquisitionSearch<Candidate>,
  snapshot: StudySnapshot,
  batch: readonly Params[],
  known: Params | undefined,
): Found<Candidate> | undefined {
  if (sizeOf(snapshot.space) > EXACT) return optimizeAcquisition(acquisition)
  const left = untried(snapshot, batch, known) ?? []
  const candidates = left.flatMap((params) => candidateOf(snapshot.space, params) ?? [])
  return bestOfAll(acquisition, candidates)
}
