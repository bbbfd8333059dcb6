import type { CostOption } from '../../acquisition/preferences/cost-option.ts'
import { preferenceWeights } from '../../acquisition/preferences/preference-weights.ts'
import { drawnFrom, spacePriors } from '../../acquisition/preferences/prior-weight.ts'
import type { UserPriors } from '../../acquisition/preferences/user-prior.ts'
import type { FinishedTrials } from '../../journal/finished-trials.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { runAsync, type Yield } from '../../math/cooperative.ts'
import { foldIn, type Key } from '../../math/random.ts'
import type { SobolSequences } from '../../math/sobol.ts'
import { modelSource } from '../../models/model-source.ts'
import type { NoiseOption } from '../../models/noise.ts'
import { type SearchModels, searchModels } from '../../models/search-models.ts'
import type { Params } from '../../space/params.ts'
import type { Surrogate } from '../../surrogates/surrogate.ts'
import type { Suggestion } from '../../trial/suggestion.ts'
import { distinctParams } from '../distinct.ts'
import { quasiRandomParams, sobolOf } from '../quasi-random.ts'
import type { Sampler, SuggestionRequest } from '../sampler.ts'
import { modelSuggestion } from './model-suggestion.ts'

/** The settings of a model-based sampler. */
export interface ModelBasedSettings {
  /** The name of the sampler. */
  readonly name: string
  readonly surrogate: Surrogate
  /** The number of trials before the model is used. */
  readonly initialTrials: number
  readonly noisy: NoiseOption
  readonly priors: UserPriors
  readonly cost: CostOption | undefined
}

/**
 * Model-based optimisation: fits a surrogate to the finished trials and suggests where the acquisition function is
 * largest, after an initial design of quasi-random points. In more than 500 dimensions it suggests only such points.
 *
 * @param settings - Valid settings: samplers check their options.
 */
export function modelBasedSampler(settings: ModelBasedSettings): Sampler {
  const { name, surrogate, initialTrials, noisy, priors, cost } = settings
  // Cached, since fitting takes most of the time and several workers may ask before the next trial ends.
  const known = new WeakMap<FinishedTrials, Promise<SearchModels | undefined>>()
  const modelsOf = (snapshot: StudySnapshot, key: Key, pause: Yield) => {
    const { finishedTrials, metrics } = snapshot
    const [metric, ...others] = metrics as [string]
    const target = others.length > 0 ? { weights: key } : { metric }
    const fit = () => runAsync(searchModels(modelSource(snapshot, surrogate), { target, noisy }), pause)
    // Random weights differ for each suggestion, so the fit cannot be reused.
    if (others.length > 0) return fit()
    const before = known.get(finishedTrials)
    if (before) return before
    const models = fit()
    known.set(finishedTrials, models)
    // A rejected fit is not cached.
    models.catch(() => known.delete(finishedTrials))
    return models
  }
  const preferencesOf = (snapshot: StudySnapshot, pause: Yield) =>
    runAsync(preferenceWeights(modelSource(snapshot, surrogate), { priors, cost }), pause)
  const isReady = ({ finishedTrials, space }: StudySnapshot, number: number) =>
    number >= initialTrials && finishedTrials.count > 1 && space.dimensions.length <= MAX_DIMENSIONS

  const suggestOne = async (
    snapshot: StudySnapshot,
    number: number,
    request: SuggestionRequest,
    batch: readonly Params[],
  ): Promise<Suggestion | undefined> => {
    const { pause = goOn } = request
    const loading = sobolOf(snapshot.space)
    const sobol = loading instanceof Promise ? await loading : loading
    const ready = isReady(snapshot, number)
    const models = ready ? await modelsOf(snapshot, foldIn(request.key, number), pause) : undefined
    if (models) {
      const preferences = await preferencesOf(snapshot, pause)
      const search = modelSuggestion(models, { sampler: name, snapshot, number, batch, preferences, sobol, ...request })
      const found = await runAsync(search, pause)
      if (found) return found
    }
    return initial(snapshot, number, { ...request, sampler: name, batch, priors, sobol })
  }

  return Object.freeze({
    name,
    async suggest(snapshot, request) {
      const suggestions: Suggestion[] = []
      for (const number of request.numbers) {
        const batch = suggestions.map(({ params }) => params)
        const suggestion = await suggestOne(snapshot, number, request, batch)
        if (!suggestion) break
        suggestions.push(suggestion)
      }
      return suggestions
    },
    async learn(snapshot, pause) {
      const { metrics, trials, key } = snapshot
      const models =
        metrics.length === 1 && isReady(snapshot, trials.next) ? await modelsOf(snapshot, key, pause) : undefined
      if (models && cost) await preferencesOf(snapshot, pause)
    },
  } satisfies Sampler)
}

/** Maximum dimensions of a fit: in more, one takes minutes and tells little, so all trials are quasi-random. */
const MAX_DIMENSIONS = 500

/** Never yields. */
const goOn: Yield = () => undefined

interface InitialRequest extends SuggestionRequest {
  /** The name of the sampler. */
  readonly sampler: string
  readonly batch: readonly Params[]
  readonly priors: UserPriors
  readonly sobol: SobolSequences
}

/** A quasi-random point of the initial design, distributed by the priors; undefined if the space is exhausted. */
function initial(
  snapshot: StudySnapshot,
  number: number,
  { sampler, key, known, batch, priors, sobol }: InitialRequest,
): Suggestion | undefined {
  const believed = spacePriors(snapshot, priors)
  const move = (point: Float64Array) => drawnFrom(believed, point)
  const propose = (attempt: number) =>
    quasiRandomParams(snapshot.space, { sobol, key, index: number, attempt, move, ...(known && { known }) })
  const params = distinctParams(snapshot, foldIn(key, number), propose, batch, known)
  const phase = snapshot.space.dimensions.length > MAX_DIMENSIONS ? 'too many dimensions' : 'initial design'
  return params && { params, explanation: { sampler, phase, exploring: true } }
}
