import { randomStream } from '../../math/random.ts'
import type { Sampler } from '../../samplers/sampler.ts'
import type { Json } from '../../space/json-value.ts'
import { domainOf } from '../../space/parameters/domain.ts'
import { boolean, choice, float, int, type Parameter } from '../../space/parameters/parameter.ts'
import { parameterJson } from '../../space/parameters/parameter-json.ts'
import type { Params } from '../../space/params.ts'
import { assertExactly } from '../assertions.ts'
import { distinct, valid } from './check.ts'
import { completed, History } from './history.ts'
import { valueOf } from './objective.ts'
import type { SamplerCases } from './sampler-case.ts'

/** Asks for the value of a parameter, like a define-by-run objective. */
type Ask = (name: string, parameter: Parameter) => Json

/** Runs a trial of a define-by-run objective. */
async function discover(
  history: History,
  sampler: Sampler,
  objective: (ask: Ask) => void,
): Promise<Params | undefined> {
  const [suggestion] = await history.ask(sampler)
  if (!suggestion) return undefined
  valid(history.snapshot.space, [suggestion])
  const number = history.start(suggestion.params)
  const stream = randomStream([number, 0])
  const params: Record<string, Json> = {}
  const found: Record<string, Json> = {}
  objective((name, parameter) => {
    const given = suggestion.params[name]
    params[name] = given ?? domainOf(parameter).fromUnit(sampler.exhaustive ? 0 : stream.uniform())
    found[name] = parameterJson(parameter)
    return params[name]
  })
  history.asked(number, params, found)
  history.finish(number, completed(valueOf(params)), params)
  return params
}

/** Define-by-run spaces. */
export const RUNNING_CASES: SamplerCases = {
  'any number of trials may start in an undiscovered space': async (make) => {
    const history = new History(null)
    assertExactly(
      (await history.ask(make(), 3)).map(({ params }) => params),
      [{}, {}, {}],
    )
    history.start({})
    assertExactly(
      (await history.ask(make(), 2)).map(({ params }) => params),
      [{}, {}],
    )
    history.finish(0, { state: 'failed', reason: 'error' })
    assertExactly(
      (await history.ask(make())).map(({ params }) => params),
      [{}],
    )
  },

  'a space that is discovered branch by branch': async (make) => {
    const sampler = make()
    const history = new History(null)
    const seen: Params[] = []
    for (let trial = 0; trial < 14; trial += 1) {
      const params = await discover(history, sampler, (ask) => {
        ask('rate', float(1e-4, 1, { log: true }))
        if (ask('model', choice(['net', 'forest'])) === 'net') ask('layers', int(1, 3))
        else if (ask('deep', boolean()) === true) ask('depth', int(1, 100))
      })
      if (params) seen.push(params)
    }
    valid(history.snapshot.space, await history.ask(sampler, 4))
    distinct(seen)
  },

  'a finite space is discovered completely, and then exhausted': async (make) => {
    const sampler = make()
    const history = new History(null)
    const seen: Params[] = []
    for (let trial = 0; trial < 12; trial += 1) {
      const params = await discover(history, sampler, (ask) => {
        if (ask('model', choice(['a', 'b', 'c'])) === 'b') ask('bias', boolean())
      })
      if (!params) break
      seen.push(params)
    }
    const all: readonly Params[] = [
      { model: 'a' },
      { model: 'b', bias: false },
      { model: 'b', bias: true },
      { model: 'c' },
    ]
    for (const params of all) {
      assertExactly(
        seen.some((one) => one.model === params.model && one.bias === params.bias),
        true,
        JSON.stringify(params),
      )
    }
    assertExactly(await history.ask(sampler), [])
  },

  'a range that turns out to be wider': async (make) => {
    const sampler = make()
    const history = new History(null)
    for (let trial = 0; trial < 8; trial += 1) {
      await discover(history, sampler, (ask) => ask('size', int(1, 4 + trial)))
      if (history.snapshot.trials.next <= trial) break
    }
    valid(history.snapshot.space, await history.ask(sampler, 2))
  },
}
