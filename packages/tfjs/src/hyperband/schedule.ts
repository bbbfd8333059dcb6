import {
  enumerateParams,
  foldIn,
  gridOf,
  isFinished,
  type Params,
  paramsKey,
  randomStream,
  type Sampler,
  type StudySnapshot,
  type Suggestion,
  type SuggestionRequest,
} from '@sweetspot/core'
import { HYPERBAND, type HyperbandPlace, placeOf } from './place.ts'
import { hyperbandBrackets, type Round } from './rounds.ts'
import { type Entry, Standings } from './standings.ts'

export interface HyperbandSchedule {
  readonly maxEpochs: number
  readonly factor: number
  /** How often all brackets are gone through. */
  readonly iterations: number
}

/**
 * Synchronous successive halving in brackets, as a sampler: a round is promoted when all its trials have ended. What
 * failed is not promoted and costs the bracket nothing else; while a round is waiting for its last trials, the next
 * bracket is begun. The params of the first rounds come from `base`; where that has nothing new left, which is soon so
 * in a small space, each bracket goes through the combinations again with its own epochs.
 */
export function hyperbandSampler(base: Sampler, { maxEpochs, factor, iterations }: HyperbandSchedule): Sampler {
  const brackets = hyperbandBrackets(maxEpochs, factor)
  return Object.freeze({
    name: HYPERBAND,
    async suggest(snapshot, request) {
      const standings = new Standings(snapshot)
      const suggestions: Suggestion[] = []
      for (const number of request.numbers) {
        for (const place of openPlaces(standings, brackets, iterations)) {
          const suggestion = await suggestionAt(place, standings, snapshot, base, { ...request, numbers: [number] })
          if (!suggestion) continue
          suggestions.push(suggestion)
          standings.add({ number, place, params: suggestion.params })
          break
        }
      }
      return suggestions
    },
  } satisfies Sampler)
}

/** The places that can be filled now, the most advanced brackets first. */
function* openPlaces(
  standings: Standings,
  brackets: readonly (readonly Round[])[],
  iterations: number,
): Generator<HyperbandPlace, void, undefined> {
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    for (const [bracket, rounds] of [...brackets.entries()].toReversed()) {
      for (const [round, { size, epochs, initialEpoch }] of rounds.entries()) {
        const place = { iteration, bracket, round, epochs, initialEpoch, parent: null }
        const taken = standings.round(place)
        if (round === 0) {
          if (taken.length < size) yield place
          continue
        }
        const before = { ...place, round: round - 1 }
        if (!standings.isOver(before)) break
        const next = standings
          .ranking(before)
          .slice(0, size)
          .find((parent) => !taken.some((entry) => entry.place.parent === parent))
        if (next !== undefined) yield { ...place, parent: next }
      }
    }
  }
}

async function suggestionAt(
  place: HyperbandPlace,
  standings: Standings,
  snapshot: StudySnapshot,
  base: Sampler,
  request: SuggestionRequest,
): Promise<Suggestion | undefined> {
  const account = { sampler: HYPERBAND, phase: `bracket ${place.bracket}, round ${place.round}`, memo: place }
  if (place.parent !== null) {
    const parent = snapshot.trials.get(place.parent)
    return parent && { params: parent.params as Params, account }
  }
  const [fresh] = await base.suggest(snapshot, request)
  const params = fresh?.params ?? anotherOf(standings.round(place), snapshot, request)
  return params && { params, account: { ...account, exploring: true } }
}

/** Any combination that is not in this round yet; undefined where all are. */
function anotherOf(
  round: readonly Entry[],
  { space }: StudySnapshot,
  { numbers, key }: SuggestionRequest,
): Params | undefined {
  const taken = new Set(round.map(({ params }) => paramsKey(params)))
  const left = [...enumerateParams(gridOf(space))].filter((params) => !taken.has(paramsKey(params)))
  const random = randomStream(foldIn(key, numbers[0] as number))
  return left.length > 0 ? left[random.integer(left.length)] : undefined
}

/** Whether the training of a trial at this place may be continued by another. */
export function isContinued({ bracket, round }: HyperbandPlace): boolean {
  return round < bracket
}

/**
 * The numbers of the trials whose training may still be continued: those of rounds of which something is to be promoted,
 * or is being trained.
 */
export function continuable(snapshot: StudySnapshot, { maxEpochs, factor }: HyperbandSchedule): Set<number> {
  const brackets = hyperbandBrackets(maxEpochs, factor)
  const standings = new Standings(snapshot)
  const needed = new Set<number>()
  for (const trial of snapshot.trials) {
    const place = placeOf(trial)
    const next = place && brackets[place.bracket]?.[place.round + 1]
    if (!next) continue
    const candidates = standings.isOver(place) ? standings.ranking(place).slice(0, next.size) : [trial.number]
    const child = standings.round({ ...place, round: place.round + 1 }).find((one) => one.place.parent === trial.number)
    const childTrial = child && snapshot.trials.get(child.number)
    const isDone = childTrial !== undefined && isFinished(childTrial)
    if (candidates.includes(trial.number) && !isDone) needed.add(trial.number)
  }
  return needed
}
