import { enumerateParams } from '../../space/grid/enumerate.ts'
import { gridOf } from '../../space/grid/grid-of.ts'
import { jsonKey } from '../../space/json-value.ts'
import { choice } from '../../space/parameters/parameter.ts'
import type { Params } from '../../space/params.ts'
import { space } from '../../space/search-space.ts'
import { assertExactly } from '../assertions.ts'
import { distinct, holds, valid } from './check.ts'
import { completed, History, search } from './history.ts'
import { eventful } from './objective.ts'
import type { SamplerCases } from './sampler-case.ts'
import { MIXED, RARE, SIX } from './spaces.ts'

const paramsOf = ({ snapshot }: History): Params[] => [...snapshot.trials].map(({ params }) => params as Params)
const allOf = (declared: typeof SIX) => [...enumerateParams(gridOf(declared))].map(jsonKey).sort()

/** No params are tried twice, and an exhausted space ends the search. */
export const DISTINCT_CASES: SamplerCases = {
  'suggestions of one request differ': async (make) => {
    const history = new History(MIXED)
    for (const trials of [0, 10]) {
      await search(history, make(), eventful, { trials })
      const batch = (await history.ask(make(), 8)).map(({ params }) => params)
      assertExactly(batch.length, 8)
      distinct([...paramsOf(history), ...batch])
    }
  },

  'a request for more suggestions than combinations gives each combination once': async (make) => {
    const history = new History(SIX)
    const batch = await history.ask(make(), 9)
    assertExactly(batch.map(({ params }) => jsonKey(params)).sort(), allOf(SIX))
    const [first] = batch
    history.start(first?.params as Params)
    assertExactly((await history.ask(make(), 9)).length, 5)
  },

  'a finite space is exhausted without repetition, by one worker or three': async (make) => {
    for (const workers of [1, 3]) {
      const sampler = make()
      const history = await search(new History(SIX), sampler, eventful, { trials: 20, workers, turn: (turn) => turn })
      assertExactly(paramsOf(history).map(jsonKey).sort(), allOf(SIX))
      assertExactly(await history.ask(sampler, 2), [])
      assertExactly(await history.ask(make(), 2), [])
    }
  },

  'each combination of a finite space that satisfies the constraints is tried once': async (make) => {
    const history = await search(new History(RARE), make(), eventful, { trials: 14 })
    assertExactly(paramsOf(history).map(jsonKey).sort(), allOf(RARE))
  },

  'combinations that failed, were added, or are running count as tried': async (make) => {
    const history = new History(SIX)
    const [one, two, three, ...left] = [...enumerateParams(gridOf(SIX))] as [Params, Params, Params, ...Params[]]
    history.run(one, { state: 'failed', reason: 'error' })
    history.append({ type: 'trial-added', number: 1, params: two, outcome: completed(1), at: 1 })
    history.start(three)
    const suggestions = await history.ask(make(), 6)
    assertExactly(suggestions.map(({ params }) => jsonKey(params)).sort(), left.map(jsonKey).sort())
  },

  'with given values, the remaining combinations of a finite space are suggested': async (make) => {
    const history = new History(SIX)
    const suggestions = await history.ask(make(), 9, { model: 'line' })
    assertExactly(suggestions.map(({ params }) => jsonKey(params)).sort(), [
      jsonKey({ model: 'line', bias: false }),
      jsonKey({ model: 'line', bias: true }),
    ])
  },

  'a space that grows or changes gets new suggestions': async (make) => {
    const small = space({ a: choice([1, 2]) })
    const large = space({ a: choice([1, 2, 3]) })
    const sampler = make()
    const history = await search(new History(small), sampler, eventful, { trials: 5 })
    assertExactly(history.snapshot.trials.next, 2)
    history.changeSpace(large)
    const suggestions = await history.ask(sampler, 5)
    valid(large, suggestions)
    assertExactly(
      suggestions.map(({ params }) => params),
      [{ a: 3 }],
    )
    history.changeSpace(space({ b: choice([1, 2]) }))
    holds((await history.ask(sampler, 5)).length === 2, 'params of the old space do not count as tried in a new one')
  },
}
