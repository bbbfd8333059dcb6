import {
  defaultParams,
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
import { type Entry, Leaderboard } from './leaderboard.ts'
import { hyperbandBrackets, type Round } from './rounds.ts'
import { HYPERBAND, type HyperbandSlot, slotOf } from './slot.ts'

/** The schedule of a Hyperband search. */
export interface HyperbandSchedule {
  readonly maxEpochs: number
  readonly factor: number
  /** The number of times that all brackets run. */
  readonly iterations: number
}

/**
 * Creates a sampler for synchronous successive halving in brackets. The best trials of a round are promoted when all its
 * trials have ended; failed trials are not promoted. While a round waits for its last trials, the next bracket starts.
 *
 * The first trial has the default values; other trials of first rounds come from `base`. When `base` has no new params
 * left, as in a small space, each bracket tries the combinations again with its own epochs.
 */
export function hyperbandSampler(base: Sampler, { maxEpochs, factor, iterations }: HyperbandSchedule): Sampler {
  const brackets = hyperbandBrackets(maxEpochs, factor)
  return Object.freeze({
    name: HYPERBAND,
    suggestsDefaults: true,
    async suggest(snapshot, request) {
      const leaderboard = new Leaderboard(snapshot)
      const suggestions: Suggestion[] = []
      for (const number of request.numbers) {
        for (const slot of openSlots(leaderboard, brackets, iterations)) {
          const suggestion = await suggestionFor(slot, leaderboard, snapshot, base, { ...request, numbers: [number] })
          if (!suggestion) continue
          suggestions.push(suggestion)
          leaderboard.add({ number, slot, params: suggestion.params })
          break
        }
      }
      return suggestions
    },
  } satisfies Sampler)
}

/** Yields the slots that can be filled now, the highest brackets first. */
function* openSlots(
  leaderboard: Leaderboard,
  brackets: readonly (readonly Round[])[],
  iterations: number,
): Generator<HyperbandSlot, void, undefined> {
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    for (const [bracket, rounds] of [...brackets.entries()].toReversed()) {
      for (const [round, { size, epochs, initialEpoch }] of rounds.entries()) {
        const slot = { iteration, bracket, round, epochs, initialEpoch, parent: null }
        const taken = leaderboard.round(slot)
        if (round === 0) {
          if (taken.length < size) yield slot
          continue
        }
        const before = { ...slot, round: round - 1 }
        if (!leaderboard.isOver(before)) break
        const next = leaderboard
          .ranking(before)
          .slice(0, size)
          .find((parent) => !taken.some((entry) => entry.slot.parent === parent))
        if (next !== undefined) yield { ...slot, parent: next }
      }
    }
  }
}

async function suggestionFor(
  slot: HyperbandSlot,
  leaderboard: Leaderboard,
  snapshot: StudySnapshot,
  base: Sampler,
  request: SuggestionRequest,
): Promise<Suggestion | undefined> {
  const explanation = { sampler: HYPERBAND, phase: `bracket ${slot.bracket}, round ${slot.round}`, memo: slot }
  if (slot.parent !== null) {
    const parent = snapshot.trials.get(slot.parent)
    return parent && { params: parent.params as Params, explanation }
  }
  const preset = request.numbers[0] === 0 && !request.known ? defaultParams(snapshot.space) : undefined
  if (preset) return { params: preset, explanation }
  const [fresh] = await base.suggest(snapshot, request)
  const params = fresh?.params ?? anotherOf(leaderboard.round(slot), snapshot, request)
  return params && { params, explanation: { ...explanation, exploring: true } }
}

/** Returns a random combination that is not in this round yet; undefined if all are. */
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

/** Whether another trial may continue the training of a trial in this slot. */
export function isContinued({ bracket, round }: HyperbandSlot): boolean {
  return round < bracket
}

/**
 * Returns the numbers of the trials whose training another trial may still continue: those that may be promoted, or whose
 * promoted trial has not finished.
 */
export function continuable(snapshot: StudySnapshot, { maxEpochs, factor }: HyperbandSchedule): Set<number> {
  const brackets = hyperbandBrackets(maxEpochs, factor)
  const leaderboard = new Leaderboard(snapshot)
  const needed = new Set<number>()
  for (const trial of snapshot.trials) {
    const slot = slotOf(trial)
    const next = slot && brackets[slot.bracket]?.[slot.round + 1]
    if (!next) continue
    const candidates = leaderboard.isOver(slot) ? leaderboard.ranking(slot).slice(0, next.size) : [trial.number]
    const child = leaderboard.round({ ...slot, round: slot.round + 1 }).find((one) => one.slot.parent === trial.number)
    const childTrial = child && snapshot.trials.get(child.number)
    const isDone = childTrial !== undefined && isFinished(childTrial)
    if (candidates.includes(trial.number) && !isDone) needed.add(trial.number)
  }
  return needed
}
