import { replay } from '../../journal/replay.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import type { Sampler } from '../../samplers/sampler.ts'
import type { Params } from '../../space/params.ts'
import type { Suggestion } from '../../trial/suggestion.ts'
import type { Outcome } from '../../trial/trial-record.ts'
import { assertExactly } from '../assertions.ts'
import { viewOf } from '../snapshot-view.ts'
import { holds } from './check.ts'
import { History, search } from './history.ts'
import { eventful } from './objective.ts'
import type { SamplerCases } from './sampler-case.ts'
import { MIXED, SIX } from './spaces.ts'

const ask = async (sampler: Sampler, snapshot: StudySnapshot, count: number): Promise<readonly Suggestion[]> => {
  const numbers = Array.from({ length: count }, (_, index) => snapshot.trials.next + index)
  return sampler.suggest(snapshot, { numbers, key: snapshot.key })
}

/** Snapshots on the way through a journal, each grown from the one before, so that caches may take one for another. */
function growing({ events }: History): StudySnapshot[] {
  const snapshots: StudySnapshot[] = []
  for (const event of events) snapshots.push(replay([event], snapshots.at(-1)))
  return snapshots.filter((_, index) => index % 2 === 0)
}

/** A sampler is a function of the snapshot and the request, whatever it remembers. */
export const PURITY_CASES: SamplerCases = {
  'a used sampler suggests what a new one does, asked in any order, again, and about other studies in between': async (
    make,
  ) => {
    const used = make()
    const other = await search(new History(SIX, { seed: 2 }), make(), eventful, { trials: 3 })
    const history = await search(new History(MIXED), used, eventful, { trials: 12, workers: 2 })
    const snapshots = growing(history)
    const expected: (readonly Suggestion[])[] = []
    for (const snapshot of snapshots) expected.push(await ask(make(), snapshot, 2))
    const order = [...snapshots.keys(), ...[...snapshots.keys()].reverse(), 3, 3, 1]
    for (const index of order) {
      assertExactly(await ask(used, snapshots[index] as StudySnapshot, 2), expected[index], `suggestions for ${index}`)
      if (index % 4 === 0) await other.ask(used)
    }
  },

  'a used sampler suggests what a new one does where constraints change': async (make) => {
    const used = make()
    const measured = (params: Params, number: number): Outcome => {
      const outcome = eventful(params, number)
      return outcome.state === 'completed' ? { ...outcome, values: { ...outcome.values, memory: number % 9 } } : outcome
    }
    const history = await search(new History(MIXED), used, measured, { trials: 9 })
    for (const atMost of [4, 7, 0, undefined, 4]) {
      history.append({
        type: 'constraints-changed',
        constraints: atMost === undefined ? {} : { memory: { atMost } },
        at: 1,
      })
      assertExactly(await history.ask(used, 2), await history.ask(make(), 2), `suggestions with at most ${atMost}`)
    }
  },

  'a journal that is read again leads to the same next trial at each of its positions': async (make) => {
    const history = await search(new History(MIXED, { seed: 3 }), make(), eventful, { trials: 12, workers: 3 })
    const sampler = make()
    let grown: StudySnapshot | undefined
    for (const [index, event] of history.events.entries()) {
      if (grown && event.type === 'trial-started') {
        const reread = replay(history.events.slice(0, index))
        for (const snapshot of [reread, grown]) {
          const [suggestion] = await ask(sampler, snapshot, 1)
          assertExactly(suggestion?.params, event.params, `params of trial ${event.number}`)
        }
      }
      grown = replay([event], grown)
    }
  },

  'a snapshot is not changed by looking at it': async (make) => {
    const history = await search(new History(MIXED), make(), eventful, { trials: 9, workers: 2 })
    const { events, snapshot } = history
    const before = structuredClone(viewOf(snapshot, events))
    await history.ask(make(), 4)
    assertExactly(viewOf(snapshot, events), before)
  },

  'suggestions for one trial do not depend on how many are asked for after it': async (make) => {
    const history = await search(new History(MIXED), make(), eventful, { trials: 9 })
    const four = await history.ask(make(), 4)
    assertExactly(
      (await history.ask(make(), 2)).map(({ params }) => params),
      four.slice(0, 2).map(({ params }) => params),
    )
  },

  'another seed gives other params, unless a list is gone through': async (make) => {
    const [one, other] = [make(), make()]
    if (one.exhaustive) return
    const [first, second] = [await new History(MIXED, { seed: 1 }).ask(one), await new History(MIXED).ask(other)]
    assertExactly(first, second)
    const [third] = await new History(MIXED, { seed: 2 }).ask(one)
    holds(first[0]?.params.rate !== third?.params.rate, 'the rate differs')
  },
}
