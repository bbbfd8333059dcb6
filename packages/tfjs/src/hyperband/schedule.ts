import {
  type FinishedTrial,
  isBetter,
  isFinished,
  type Sampler,
  type StudySnapshot,
  type Suggestion,
  type TrialRecord,
} from '@sweetspot/core'
import { hyperbandBrackets, type Round } from './rounds.ts'

/** Where a trial stands, kept as its attribute `hyperband`. */
export type HyperbandPlace = {
  readonly iteration: number
  readonly bracket: number
  readonly round: number
  readonly epochs: number
  readonly initialEpoch: number
  /** The number of the trial whose training it continues; null in the first round. */
  readonly parent: number | null
}

export interface HyperbandOptions {
  readonly maxEpochs: number
  readonly factor: number
  /** How often all brackets are gone through. */
  readonly iterations: number
}

/** The place of a trial; undefined for one that Hyperband did not start. */
export function placeOf(
  trial: TrialRecord | { readonly attributes: TrialRecord['attributes'] },
): HyperbandPlace | undefined {
  return trial.attributes['hyperband'] as HyperbandPlace | undefined
}

/**
 * Synchronous successive halving in brackets, as a sampler: a round is promoted when all its trials have ended. What
 * failed is not promoted and costs the bracket nothing else; while a round is waiting for its last trials, the next
 * bracket is begun. The params of the first rounds come from `base`.
 */
export function hyperbandSampler(base: Sampler, { maxEpochs, factor, iterations }: HyperbandOptions): Sampler {
  const brackets = hyperbandBrackets(maxEpochs, factor)
  return Object.freeze({
    name: 'hyperband',
    async suggest(snapshot, request) {
      const trials = trialsByRound(snapshot)
      const suggestions: Suggestion[] = []
      for (const number of request.numbers) {
        for (const place of openPlaces(snapshot, trials, brackets, iterations)) {
          const suggestion = await suggestionAt(place, snapshot, base, { ...request, numbers: [number] })
          if (!suggestion) continue
          suggestions.push(suggestion)
          add(trials, { place, trial: undefined })
          break
        }
      }
      return suggestions
    },
  } satisfies Sampler)
}

interface Entry {
  readonly place: HyperbandPlace
  /** Undefined for one that is being suggested. */
  readonly trial: TrialRecord | undefined
}

type Rounds = Map<string, readonly Entry[]>

async function suggestionAt(
  place: HyperbandPlace,
  snapshot: StudySnapshot,
  base: Sampler,
  request: Parameters<Sampler['suggest']>[1],
): Promise<Suggestion | undefined> {
  const account = { sampler: 'hyperband', phase: `bracket ${place.bracket}, round ${place.round}` }
  const attributes = { hyperband: place }
  const parent = place.parent === null ? undefined : snapshot.trials.get(place.parent)
  if (parent) return { params: parent.params as Suggestion['params'], account, attributes }
  const [first] = await base.suggest(snapshot, request)
  return first && { params: first.params, account: { ...account, exploring: true }, attributes }
}

/** The places that can be filled now, the most advanced brackets first. */
function* openPlaces(
  snapshot: StudySnapshot,
  trials: Rounds,
  brackets: readonly (readonly Round[])[],
  iterations: number,
): Generator<HyperbandPlace, void, undefined> {
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    for (let bracket = brackets.length - 1; bracket >= 0; bracket -= 1) {
      const rounds = brackets[bracket] as readonly Round[]
      for (let round = 0; round < rounds.length; round += 1) {
        const { size, epochs, initialEpoch } = rounds[round] as Round
        const place = { iteration, bracket, round, epochs, initialEpoch, parent: null }
        const taken = roundOf(trials, place)
        if (round === 0) {
          if (taken.length < size) yield place
          continue
        }
        const before = roundOf(trials, { ...place, round: round - 1 })
        if (before.length === 0 || !before.every(({ trial }) => trial && isFinished(trial))) break
        const promoted = promotable(snapshot, before).slice(0, size)
        const next = promoted.find((parent) => !taken.some((entry) => entry.place.parent === parent))
        if (next !== undefined) yield { ...place, parent: next }
      }
    }
  }
}

/** The completed trials of a round, the best first, by number. */
function promotable(snapshot: StudySnapshot, round: readonly Entry[]): number[] {
  const [metric] = snapshot.metrics as [string]
  const direction = snapshot.directions[metric] as 'minimize'
  const valueOf = (trial: FinishedTrial) =>
    trial.state === 'completed' ? (trial.values[metric] as number) : Number.NaN
  return round
    .map(({ trial }) => trial as FinishedTrial)
    .filter(({ state }) => state === 'completed')
    .sort((a, b) =>
      isBetter(direction, valueOf(a), valueOf(b)) ? -1 : isBetter(direction, valueOf(b), valueOf(a)) ? 1 : 0,
    )
    .map(({ number }) => number)
}

function trialsByRound(snapshot: StudySnapshot): Rounds {
  const rounds: Rounds = new Map()
  for (const trial of snapshot.trials) {
    const place = placeOf(trial)
    if (place) add(rounds, { place, trial })
  }
  return rounds
}

type RoundId = Pick<HyperbandPlace, 'iteration' | 'bracket' | 'round'>

function roundOf(rounds: Rounds, { iteration, bracket, round }: RoundId): readonly Entry[] {
  return rounds.get(`${iteration}/${bracket}/${round}`) ?? []
}

function add(rounds: Rounds, entry: Entry): void {
  const { iteration, bracket, round } = entry.place
  rounds.set(`${iteration}/${bracket}/${round}`, [...roundOf(rounds, entry.place), entry])
}

/**
 * The trials whose training may be continued: those of rounds of which something is still to be promoted, or is being
 * trained.
 */
export function continuable(snapshot: StudySnapshot, { maxEpochs, factor }: HyperbandOptions): Set<number> {
  const brackets = hyperbandBrackets(maxEpochs, factor)
  const trials = trialsByRound(snapshot)
  const needed = new Set<number>()
  for (const entries of trials.values()) {
    const { place } = entries[0] as Entry
    const next = brackets[place.bracket]?.[place.round + 1]
    if (!next) continue
    const children = roundOf(trials, { ...place, round: place.round + 1 })
    const ready = entries.every(({ trial }) => trial && isFinished(trial))
    const chosen = ready
      ? promotable(snapshot, entries).slice(0, next.size)
      : entries.map(({ trial }) => (trial as TrialRecord).number)
    for (const number of chosen) {
      const child = children.find((entry) => entry.place.parent === number)?.trial
      if (!child || !isFinished(child)) needed.add(number)
    }
  }
  return needed
}
