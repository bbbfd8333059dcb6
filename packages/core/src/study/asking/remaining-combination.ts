import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { encodeParams } from '../../space/encode.ts'
import type { Params } from '../../space/params.ts'
import { paramsHash, sameParams } from '../../space/params-hash.ts'
import { agrees } from '../../space/sample.ts'

/** Number of trials with the same combination that end early before it is given up, because it may never complete. */
const MAX_EARLY_ENDS = 10

/**
 * The first suggested combination of a define-by-run space that is not used up; undefined if there is none.
 *
 * Its trial failed or was pruned before it had asked for all parameters, so the rest is unknown; or it ran with other
 * params, because its objective asks for others.
 */
export function remainingCombination(snapshot: StudySnapshot): Params | undefined {
  const { space, triedOrder } = snapshot
  const early = earlyEnds(snapshot)
  const taken = new ParamsSet()
  for (const { number, params } of snapshot.trials) if (!early.has(number)) taken.add(params as Params)
  const seen = new ParamsSet()
  for (const params of triedOrder) {
    if (taken.has(params) || seen.has(params) || !encodeParams(space, params) || !snapshot.isPossible(params)) continue
    const ends = [...early.values()].filter((end) => agrees(end, params)).length
    if (ends < MAX_EARLY_ENDS) return params
    seen.add(params)
  }
  return undefined
}

/** The known params of each trial that did not use up its combination, by trial number. */
function earlyEnds({ endedEarly, trials, discovery, space }: StudySnapshot): ReadonlyMap<number, Params> {
  const ends = new Map<number, Params>()
  for (const { number, asked } of endedEarly) {
    const trial = trials.get(number)
    if (trial?.state !== 'failed' && trial?.state !== 'pruned') continue
    // Later trials may have shown that it had asked for all parameters.
    const isWhole = asked && discovery.trials > 0 && encodeParams(space, asked)
    if (!isWhole) ends.set(number, asked && Object.keys(asked).length > 0 ? asked : trial.params)
  }
  return ends
}

class ParamsSet {
  readonly #params = new Map<number, Params[]>()

  add(params: Params): void {
    const hash = paramsHash(params)
    const others = this.#params.get(hash)
    if (others) others.push(params)
    else this.#params.set(hash, [params])
  }

  has(params: Params): boolean {
    return this.#params.get(paramsHash(params))?.some((other) => sameParams(other, params)) ?? false
  }
}
