import type { Json } from '../../space/json-value.ts'
import { choice, float } from '../../space/parameters/parameter.ts'
import type { Params } from '../../space/params.ts'
import { type SearchSpace, space } from '../../space/search-space.ts'
import { assertRejects } from '../assertions.ts'
import { holds, valid } from './check.ts'
import { History, search } from './history.ts'
import { eventful } from './objective.ts'
import type { SamplerCase, SamplerCases } from './sampler-case.ts'
import { MIXED, SPACES } from './spaces.ts'

const TRIALS = 12

/** Suggestions fit the space, with and without finished trials, alone and in batches. */
export const VALIDITY_CASES: SamplerCases = {
  ...Object.fromEntries(
    Object.entries(SPACES).map(([kind, declared]) => [`suggestions are valid: ${kind}`, staysIn(declared)]),
  ),

  'given values are kept': async (make) => {
    const given: readonly Params[] = [
      { optimizer: 'adam' },
      { layers: 4 },
      { rate: 1, bias: true },
      { optimizer: 'sgd', momentum: 0, nesterov: true },
      // Applies only to the optimiser sgd, which is not given.
      { momentum: 0 },
    ]
    const sampler = make()
    for (const trials of [0, 10]) {
      const history = await search(new History(MIXED), sampler, eventful, { trials })
      for (const known of given) {
        const suggestions = await history.ask(sampler, 3, known)
        valid(MIXED, suggestions)
        for (const { params } of suggestions) keeps(params, known)
        holds(suggestions.length > 0, `something is suggested for ${JSON.stringify(known)}`)
      }
    }
  },

  'a space without a feasible point is an error': async (make) => {
    const never = { description: 'never', holds: () => false }
    const finite = space({ a: choice([1, 2, 3]), b: choice(['x', 'y']) }, { constraints: [never] })
    const infinite = space({ a: float(0, 1) }, { constraints: [never] })
    for (const declared of [finite, infinite]) {
      await assertRejects(new History(declared).ask(make()), 'ERR_INFEASIBLE_SPACE')
    }
  },
}

function staysIn(declared: SearchSpace): SamplerCase {
  return async (make) => {
    const sampler = make()
    const history = new History(declared)
    for (let trial = 0; trial < TRIALS; trial += 1) {
      // Occasionally a batch that is not started, and one that keeps running.
      if (trial % 4 === 2) valid(declared, await history.ask(sampler, 4))
      const [suggestion] = await history.ask(sampler)
      if (!suggestion) {
        holds(trial > 0, 'an untried space has suggestions')
        return
      }
      valid(declared, [suggestion])
      const number = history.start(suggestion.params)
      if (trial % 5 !== 4) history.finish(number, eventful(suggestion.params, number))
    }
  }
}

function keeps(params: Params, known: Params): void {
  for (const [name, value] of Object.entries(known)) {
    const kept = !Object.hasOwn(params, name) || Object.is(params[name] as Json, value)
    holds(kept, `${name} stays ${JSON.stringify(value)}; it is ${JSON.stringify(params[name])}`)
  }
}
