import type { Params } from '../../space/params.ts'
import type { Outcome } from '../../trial/trial-record.ts'
import { assertExactly } from '../assertions.ts'
import { completed, History, search } from './history.ts'
import { eventful } from './objective.ts'
import type { SamplerCases } from './sampler-case.ts'
import { SPACES } from './spaces.ts'

const TRIALS = 16

/** The requirement for samplers that do not learn from results: random, quasi-random and grid search. */
export const CONCURRENCY_CASES: SamplerCases = {
  'a trial has the same params at any concurrency, regardless of results': async (make) => {
    for (const [kind, declared] of Object.entries(SPACES)) {
      const paramsWith = async (
        workers: number,
        objective: (params: Params, number: number) => Outcome,
      ): Promise<readonly unknown[]> => {
        const plan = { trials: TRIALS, workers, turn: (turn: number) => 3 * turn + 1 }
        const { snapshot } = await search(new History(declared), make(), objective, plan)
        return [...snapshot.trials].map(({ params }) => params)
      }
      const alone = await paramsWith(1, eventful)
      assertExactly(await paramsWith(4, eventful), alone, `${kind} by four`)
      assertExactly(await paramsWith(3, (_, number) => completed(-number)), alone, `${kind} with other results`)
      const batch = await new History(declared).ask(make(), TRIALS)
      assertExactly(
        batch.map(({ params }) => params),
        alone,
        `${kind} at once`,
      )
    }
  },
}
