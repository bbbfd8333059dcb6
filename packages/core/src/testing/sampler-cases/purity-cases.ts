import { replay } from '../../journal/replay.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { foldIn, keyFromSeed } from '../../math/random.ts'
import type { Sampler } from '../../samplers/sampler.ts'
import { float, int } from '../../space/parameters/parameter.ts'
import type { Params } from '../../space/params.ts'
import { sampleParams } from '../../space/sample.ts'
import { space } from '../../space/search-space.ts'
import type { Suggestion } from '../../trial/suggestion.ts'
import type { Outcome } from '../../trial/trial-record.ts'
import { assertExactly } from '../assertions.ts'
import { foreignSnapshot } from '../foreign-snapshot.ts'
import { viewOf } from '../snapshot-view.ts'
import { holds } from './check.ts'
import { completed, History, search } from './history.ts'
import { eventful } from './objective.ts'
import type { SamplerCase, SamplerCases } from './sampler-case.ts'
import { MIXED, SIX } from './spaces.ts'

const ask = async (sampler: Sampler, snapshot: StudySnapshot, count: number): Promise<readonly Suggestion[]> => {
  const numbers = Array.from({ length: count }, (_, index) => snapshot.trials.next + index)
  return sampler.suggest(snapshot, { numbers, key: snapshot.key })
}

/** Snapshots along a journal, each extending the previous one, so that caches may confuse them. */
function growing({ events }: History): StudySnapshot[] {
  const snapshots: StudySnapshot[] = []
  for (const event of events) snapshots.push(replay([event], snapshots.at(-1)))
  return snapshots.filter((_, index) => index % 2 === 0)
}

/** Trials that ran three at a time and finished out of order, most of them completed. */
function outOfOrder(): History {
  const history = new History(MIXED, { constraints: { memory: { atMost: 4 } } })
  const running: { number: number; params: Params }[] = []
  const finish = (index: number) => {
    const [{ number, params }] = running.splice(index % running.length, 1) as [{ number: number; params: Params }]
    history.finish(number, measured(params, number))
  }
  for (let index = 0; index < 11; index += 1) {
    const params = sampleParams(MIXED, foldIn(keyFromSeed(5), index))
    running.push({ number: history.start(params), params })
    if (running.length === 3) finish(2 * index + 1)
  }
  while (running.length > 0) finish(1)
  return history
}

/** The outcome of {@link eventful}, with a measured constraint. */
function measured(params: Params, number: number): Outcome {
  const outcome = eventful(params, number)
  return outcome.state === 'completed' ? { ...outcome, values: { ...outcome.values, memory: number % 9 } } : outcome
}

const bestOf = ({ snapshot }: History): number => snapshot.best?.number ?? 0
const NARROWER = space({ rate: float(1e-3, 1, { log: true }), layers: int(1, 3) })

/** Edits of a study that invalidate cached results. */
const EDITS: { readonly [what: string]: (history: History) => void } = {
  'the best trial was deleted': (history) => {
    history.append({ type: 'trial-deleted', number: bestOf(history), at: 1 })
  },
  'trials were corrected': (history) => {
    const [best, other] = [bestOf(history), history.snapshot.finishedOrder.at(1) as number]
    const reason = 'measured again'
    history.append({ type: 'trial-corrected', number: best, outcome: { state: 'pruned' }, reason, at: 1 })
    const outcome: Outcome = { state: 'completed', values: { value: -100, memory: 0 } }
    history.append({ type: 'trial-corrected', number: other, outcome, reason, at: 1 })
  },
  'finished trials were annotated': (history) => {
    for (const number of [bestOf(history), history.snapshot.finishedOrder.at(0) as number]) {
      history.append({ type: 'trial-annotated', number, attributes: { note: number }, at: 1 })
    }
  },
  'the direction was changed': (history) => {
    history.append({ type: 'directions-changed', directions: { value: 'maximize' }, at: 1 })
  },
  'a constraint was tightened so that the best trial violates it': (history) => {
    const atMost = (history.snapshot.best?.values.memory ?? 0) - 0.5
    history.append({ type: 'constraints-changed', constraints: { memory: { atMost } }, at: 1 })
  },
  'constraints were removed': (history) => {
    history.append({ type: 'constraints-changed', constraints: {}, at: 1 })
  },
  'the space was narrowed': (history) => {
    history.changeSpace(NARROWER)
  },
  'the space was narrowed and widened again': (history) => {
    history.changeSpace(NARROWER).changeSpace(MIXED)
  },
}

/** Number of suggestions to compare: a single one may hardly depend on the model. */
const BATCH = 3

/** Checks that suggestions are the same from a cache or recomputed, on a snapshot that grew or was replayed. */
const remembers =
  (edit: (history: History) => void): SamplerCase =>
  async (make) => {
    const used = make()
    const history = outOfOrder()
    const unedited = history.snapshot
    const before = await ask(used, unedited, BATCH)
    const compare = async (when: string) => {
      const expected = await ask(make(), replay(history.events), BATCH)
      assertExactly(await ask(used, history.snapshot, BATCH), expected, `suggestions ${when}`)
    }
    edit(history)
    await compare('after the edit')
    const [suggestion] = await ask(make(), history.snapshot, 1)
    history.run(suggestion?.params as Params, completed(-1))
    await compare('after one more trial')
    assertExactly(await ask(used, unedited, BATCH), before, 'suggestions for the study before the edit')
  }

/** A sampler is a pure function of the snapshot and the request, regardless of its caches. */
export const PURITY_CASES: SamplerCases = {
  'a used sampler suggests the same as a new one, asked in any order, repeatedly, and between other studies': async (
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

  ...Object.fromEntries(
    Object.entries(EDITS).map(([what, edit]) => [
      `a used sampler suggests the same as a new one after ${what}`,
      remembers(edit),
    ]),
  ),

  'another implementation of StudySnapshot leads to the same suggestions': async (make) => {
    for (const { snapshot } of [outOfOrder(), await search(new History(SIX), make(), eventful, { trials: 2 })]) {
      assertExactly(await ask(make(), foreignSnapshot(snapshot), 2), await ask(make(), snapshot, 2), 'suggestions')
    }
  },

  'a journal that is read again leads to the same next trial at each position': async (make) => {
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

  'suggest does not change the snapshot': async (make) => {
    const history = await search(new History(MIXED), make(), eventful, { trials: 9, workers: 2 })
    const { events, snapshot } = history
    const before = structuredClone(viewOf(snapshot, events))
    await history.ask(make(), 4)
    assertExactly(viewOf(snapshot, events), before)
  },

  'suggestions for a trial do not depend on the number of trials requested after it': async (make) => {
    const history = await search(new History(MIXED), make(), eventful, { trials: 9 })
    const four = await history.ask(make(), 4)
    assertExactly(
      (await history.ask(make(), 2)).map(({ params }) => params),
      four.slice(0, 2).map(({ params }) => params),
    )
  },

  'another seed gives other params, except for exhaustive samplers': async (make) => {
    const [one, other] = [make(), make()]
    if (one.exhaustive) return
    const [first, second] = [await new History(MIXED, { seed: 1 }).ask(one), await new History(MIXED).ask(other)]
    assertExactly(first, second)
    const [third] = await new History(MIXED, { seed: 2 }).ask(one)
    holds(first[0]?.params.rate !== third?.params.rate, 'the rate differs')
  },
}
