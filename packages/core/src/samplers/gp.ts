import { SweetspotError } from '../errors.ts'
import type { FinishedTrials } from '../journal/finished-trials.ts'
import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { runAsync, type Yield } from '../math/cooperative.ts'
import { foldIn, type Key } from '../math/random.ts'
import type { Params } from '../space/params.ts'
import { checkNoise, type NoiseOption } from '../surrogates/noise.ts'
import type { Suggestion } from '../trial/suggestion.ts'
import { distinctParams } from './distinct.ts'
import { type CostOption, checkCost } from './gp/cost-option.ts'
import { type GpModels, gpModels } from './gp/gp-models.ts'
import { modelSuggestion } from './gp/model-suggestion.ts'
import { preferenceWeights } from './gp/preferences.ts'
import { drawnFrom, spacePriors } from './gp/prior-weight.ts'
import { checkUserPriors, type UserPriors } from './gp/user-prior.ts'
import { quasiRandomParams } from './quasi-random.ts'
import type { Sampler, SuggestionRequest } from './sampler.ts'

export interface GpSamplerOptions {
  /**
   * How many trials, enqueued and added ones among them, come before the model is asked, an integer from 1 on; 5 unless
   * given. They are spread over the space. If there will be fewer than 20 trials in all, a quarter of them is better.
   */
  readonly initialTrials?: number
  /**
   * Say that repeating a trial gives visibly different values, so that the model smooths more; or how different, as a
   * standard deviation above 0 in the metric's own unit; or `'unknown'`, to let the values show it. Trials that were
   * repeated show it without being told.
   */
  readonly noisy?: NoiseOption
  /**
   * What is believed about the best params, by name: a number and how far from it, or weights of choices. It guides the
   * first trials most, and a wrong belief is overcome (πBO, Hvarfner et al. 2022).
   */
  readonly priors?: UserPriors
  /**
   * Say that cheap trials are to be preferred where trials differ in cost: by their expected improvement per unit of it,
   * and, where a budget is given, less so the more of it is spent (Lee et al. 2020).
   */
  readonly cost?: CostOption
}

/**
 * Bayesian optimisation with a Gaussian process (Jones et al. 1998; Snoek et al. 2012): a Matérn-5/2 kernel with a length
 * scale for each parameter on half-rank warped values, averaged over draws of the hyperparameters while there are few
 * trials, proposes where the expected improvement is largest (log-EI, Ament et al. 2023). Where trials fail is learned
 * and avoided. Trials that are running count with the value the model expects of them, so that parallel suggestions
 * differ; nothing is tried twice in one place. Several metrics are combined with random weights, anew for each suggestion.
 *
 * @throws ERR_INVALID_ARGUMENT for options out of range; from its suggestions for priors that do not fit the space
 */
export function gpSampler({ initialTrials = 5, noisy = false, priors = {}, cost }: GpSamplerOptions = {}): Sampler {
  if (!(Number.isSafeInteger(initialTrials) && initialTrials >= 1)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `initialTrials is a positive integer, not ${initialTrials}.`)
  }
  checkNoise(noisy)
  checkUserPriors(priors)
  if (cost !== undefined) checkCost(cost)

  // Fitting takes most of the time, and several workers may ask before the next trial ends.
  const known = new WeakMap<FinishedTrials, Promise<GpModels | undefined>>()
  const modelsOf = (snapshot: StudySnapshot, key: Key, pause: Yield) => {
    const { finished, metrics } = snapshot
    const fit = () => runAsync(gpModels(snapshot, { noisy, key }), pause)
    // Random weights are those of one suggestion.
    if (metrics.length > 1) return fit()
    const before = known.get(finished)
    if (before) return before
    const models = fit()
    known.set(finished, models)
    // What went wrong may go well the next time.
    models.catch(() => known.delete(finished))
    return models
  }
  const isReady = ({ finished }: StudySnapshot, number: number) => number >= initialTrials && finished.count > 1

  const suggestOne = async (
    snapshot: StudySnapshot,
    number: number,
    request: SuggestionRequest,
    batch: readonly Params[],
  ): Promise<Suggestion | undefined> => {
    const { pause = goOn } = request
    const ready = isReady(snapshot, number)
    const models = ready ? await modelsOf(snapshot, foldIn(request.key, number), pause) : undefined
    if (models) {
      const weighing = preferenceWeights(snapshot, models.columns, { priors, cost })
      const preferences = await runAsync(weighing, pause)
      const search = modelSuggestion(models, { snapshot, number, batch, preferences, ...request })
      const found = await runAsync(search, pause)
      if (found) return found
    }
    return initial(snapshot, number, { ...request, batch, priors })
  }

  return Object.freeze({
    name: 'gp',
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
      if (models && cost) await runAsync(preferenceWeights(snapshot, models.columns, { priors, cost }), pause)
    },
  } satisfies Sampler)
}

/** Without a pause. */
const goOn: Yield = () => undefined

/**
 * Points that fill the space evenly, or as is believed, until the model has something to go by; undefined when the space
 * is exhausted.
 */
function initial(
  snapshot: StudySnapshot,
  number: number,
  { key, known, batch, priors }: SuggestionRequest & { readonly batch: readonly Params[]; readonly priors: UserPriors },
): Suggestion | undefined {
  const believed = spacePriors(snapshot, priors)
  const move = (point: Float64Array) => drawnFrom(believed, point)
  const propose = (attempt: number) =>
    quasiRandomParams(snapshot.space, { key, index: number, attempt, move, ...(known && { known }) })
  const params = distinctParams(snapshot, foldIn(key, number), propose, batch, known)
  return params && { params, account: { sampler: 'gp', phase: 'initial design', exploring: true } }
}
