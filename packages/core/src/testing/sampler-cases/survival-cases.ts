import { foldIn, keyFromSeed } from '../../math/random.ts'
import type { Params } from '../../space/params.ts'
import { sampleParams } from '../../space/sample.ts'
import type { MetricValues } from '../../trial/measurement.ts'
import type { Outcome } from '../../trial/trial-record.ts'
import { assertExactly } from '../assertions.ts'
import { distinct, valid } from './check.ts'
import { completed, History, type HistoryOptions } from './history.ts'
import { valueOf } from './objective.ts'
import type { SamplerCase, SamplerCases } from './sampler-case.ts'
import { MIXED } from './spaces.ts'

const key = keyFromSeed(11)
const drawn = (count: number): Params[] =>
  Array.from({ length: count }, (_, index) => sampleParams(MIXED, foldIn(key, index)))

const notFinite = (value: number): Outcome => ({ state: 'failed', reason: 'not-finite', values: { value } })
const failed: Outcome = { state: 'failed', reason: 'error', error: 'out of memory' }

/** Checks suggestions after trials with these outcomes, one after another and in a batch. */
function after(outcome: (params: Params, index: number) => Outcome, options?: HistoryOptions): SamplerCase {
  return survives((history) => {
    for (const [index, params] of drawn(12).entries()) history.run(params, outcome(params, index))
  }, options)
}

function survives(tell: (history: History) => void, options?: HistoryOptions): SamplerCase {
  return async (make) => {
    const history = new History(MIXED, options)
    tell(history)
    for (let round = 0; round < 2; round += 1) {
      const suggestions = await history.ask(make(), 3)
      assertExactly(suggestions.length, 3, 'the number of suggestions')
      valid(MIXED, suggestions)
      distinct(suggestions.map(({ params }) => params))
      history.start(suggestions[0]?.params as Params)
    }
  }
}

const cycle = (values: readonly number[]) => (_: Params, index: number) =>
  completed(values[index % values.length] as number)

const LIMITS: HistoryOptions = { constraints: { memory: { atMost: 8 }, recall: { atLeast: 0.9, atMost: 1 } } }

/** Checks suggestions after trials that measured the constraints in `LIMITS`. */
const measuring = (measured: (index: number) => MetricValues) =>
  after((params, index) => ({ state: 'completed', values: { value: valueOf(params), ...measured(index) } }), LIMITS)

/** Samplers return valid suggestions after any results. */
export const SURVIVAL_CASES: SamplerCases = {
  'after trials that all failed': after(() => failed),
  'after trials that all failed but one': after((params, index) => (index === 4 ? completed(valueOf(params)) : failed)),
  'after non-finite results': after((_, index) =>
    notFinite([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][index % 3] as number),
  ),
  'after a few non-finite results': after((params, index) =>
    index % 3 === 0 ? notFinite(Number.NaN) : completed(valueOf(params)),
  ),
  'after equal values': after(() => completed(5)),
  'after values that are all 0 or −0': after(cycle([0, -0])),
  'after enormous values': after(cycle([1e300, -1e300, 3e299, 1.7e308, -1.7e308, 0])),
  'after tiny values': after(cycle([1e-300, -1e-300, 5e-324, 3e-310, 0])),
  'after tiny and enormous values': after(cycle([1e-300, 1e300, 1])),
  'after values that differ in their last digit': after(cycle([1e9, 1e9 + 2 ** -23])),
  'after one value far from all others': after((params, index) => completed(index === 7 ? 1e12 : valueOf(params))),
  'after pruned trials only': after(() => ({ state: 'pruned' })),

  'after pruned trials with any reports': survives((history) => {
    const reports = [1, Number.NaN, Number.POSITIVE_INFINITY, -1e300, Number.NEGATIVE_INFINITY, 2]
    for (const [index, params] of drawn(12).entries()) {
      const number = history.start(params)
      history.report(number, 1, { value: reports[index % reports.length] as number, other: 1 })
      history.finish(number, index % 4 === 3 ? completed(index) : { state: 'pruned' })
    }
  }),

  'after one point tried repeatedly': survives((history) => {
    const [params] = drawn(1) as [Params]
    for (let index = 0; index < 12; index += 1) history.run(params, completed(index % 3))
  }),

  'with many running trials': survives((history) => {
    for (const [index, params] of drawn(60).entries()) {
      const number = history.start(params)
      if (index % 6 === 0) history.finish(number, completed(valueOf(params)))
    }
  }),

  'with all running trials at one point': survives((history) => {
    for (const params of drawn(8)) history.run(params, completed(valueOf(params)))
    for (const params of drawn(1)) for (let index = 0; index < 20; index += 1) history.start(params)
  }),

  'with trials of another space': survives((history) => {
    const foreign: readonly Params[] = [{}, { rate: 7 }, { colour: 'red', rate: 0.1 }]
    for (const params of foreign) {
      history.append({
        type: 'trial-added',
        number: history.snapshot.trials.next,
        params,
        outcome: completed(-1),
        at: 1,
      })
      history.start(params)
    }
    for (const params of drawn(8)) history.run(params, completed(valueOf(params)))
  }),

  'after deleted and corrected trials': survives((history) => {
    for (const params of drawn(10)) history.run(params, completed(valueOf(params)))
    for (const number of [0, 3, 9]) history.append({ type: 'trial-deleted', number, at: 1 })
    const corrected = { type: 'trial-corrected', number: 5, reason: 'wrong', at: 1 } as const
    history.append({ ...corrected, outcome: failed }).append({ ...corrected, number: 6, outcome: completed(-100) })
  }),

  'when maximizing': after((params) => completed(valueOf(params)), { directions: { value: 'maximize' } }),

  'after trials that all violate a constraint': measuring((index) => ({ memory: 9 + index, recall: 0.95 })),
  'after trials of which one is feasible': measuring((index) => ({ memory: index + 8, recall: 0.9 })),
  'after trials that measured no constraint': measuring(() => ({})),
  'after trials that measured some constraints': measuring((index) =>
    index % 2 === 0 ? { memory: index } : index % 3 === 0 ? { recall: index / 10 } : {},
  ),
  'after constraints that are met exactly': measuring(() => ({ memory: 8, recall: 1 })),
  'after enormous and tiny violations': measuring((index) => ({
    memory: [1.7e308, -1.7e308, 8 + 2 ** -49, 5e-324][index % 4] as number,
    recall: [-1e300, 0.9, 1e300][index % 3] as number,
  })),
  'after failures that measured constraints': after((_, index) => {
    const values = { value: Number.NaN, memory: index, recall: 0.95 }
    return { state: 'failed', reason: 'not-finite', values }
  }, LIMITS),

  'with several metrics, some of them constant': survives(
    (history) => {
      for (const [index, params] of drawn(12).entries()) {
        const values = { loss: valueOf(params), size: 3, speed: index * 1e200 }
        history.run(params, index % 5 === 4 ? failed : { state: 'completed', values })
      }
    },
    { directions: { loss: 'minimize', size: 'minimize', speed: 'maximize' } },
  ),
}
