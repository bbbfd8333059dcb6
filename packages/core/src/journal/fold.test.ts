import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFromSeed } from '../math/random.ts'
import type { Params } from '../space/params.ts'
import { randomJournal } from '../testing/random-journal.ts'
import { History } from '../testing/sampler-cases/history.ts'
import { MIXED, SIX } from '../testing/sampler-cases/spaces.ts'
import { type FinishedTrial, isFinished } from '../trial/trial-record.ts'
import { type Fold, fold, foldCompleted, foldTried } from './fold.ts'
import { replay } from './replay.ts'
import type { StudyEvent } from './study-event.ts'
import type { StudySnapshot } from './study-snapshot.ts'

/** Everything that a fold sees of a trial, as a text that depends on the order of trials. */
const textOf = (trial: FinishedTrial) => JSON.stringify(trial)
const beginning = ({ space, constraints, directions }: StudySnapshot) =>
  JSON.stringify([space.dimensions.map(({ name }) => name), constraints, directions])

/** Folds that keep everything, each with the plain reduction that it must equal. */
const texts = () =>
  fold<readonly string[]>({
    begin: (snapshot) => [beginning(snapshot)],
    add: (state, trials) => [...state, ...trials.map(textOf)],
  })
const completedTexts = () =>
  foldCompleted<readonly string[]>({
    begin: (snapshot) => [beginning(snapshot)],
    add: (state, trials) => [...state, ...trials.map(textOf)],
  })
const triedTexts = () =>
  foldTried<readonly string[]>({
    begin: ({ space }) => [JSON.stringify(space.dimensions.map(({ name }) => name))],
    add: (state, params) => [...state, ...params.map((one) => JSON.stringify(one))],
  })

const ENDS: ReadonlySet<string> = new Set(['completed', 'pruned', 'failed'])

/** The finished trials that are neither deleted nor excluded, in the order of the events that ended them. */
function finishedPlainly(events: readonly StudyEvent[], { trials }: StudySnapshot): FinishedTrial[] {
  return events.flatMap((event) => {
    const hasOutcome = event.type === 'trial-finished' || event.type === 'trial-added'
    const ends = event.type === 'trial-cancelled' || (hasOutcome && ENDS.has(event.outcome.state))
    const trial = ends ? trials.get(event.number) : undefined
    const isLearned = trial && !trial.excluded && !(trial.state === 'failed' && trial.reason === 'cancelled')
    return isLearned && isFinished(trial) ? [trial] : []
  })
}

/** The params of all events by which a trial starts, asks for more, or ends with different params. */
function triedPlainly(events: readonly StudyEvent[]): string[] {
  const started = new Map<number, Params>()
  return events.flatMap((event) => {
    if (event.type === 'trial-started' || event.type === 'trial-added') started.set(event.number, event.params)
    if (event.type === 'trial-asked') return [JSON.stringify({ ...started.get(event.number), ...event.params })]
    const tries =
      event.type === 'trial-started' ||
      event.type === 'trial-finished' ||
      (event.type === 'trial-added' && (event.outcome.state as string) !== 'waiting')
    return tries && event.params ? [JSON.stringify(event.params)] : []
  })
}

const CONSTRAINTS = { memory: { atMost: 5 }, recall: { atLeast: -5 } }

describe.each([
  ['declared', { constraints: CONSTRAINTS }],
  ['define-by-run', { declared: false }],
])('a fold over a study that is %s', (_, options) => {
  it('returns the same for a grown snapshot, for one that was read again, and by plain reduction', () => {
    const journals = fc.record({
      seed: fc.nat(),
      length: fc.integer({ min: 1, max: 100 }),
      asked: fc.array(fc.nat(), { maxLength: 30 }),
    })
    let trials = 0
    fc.assert(
      fc.property(journals, ({ seed, length, asked }) => {
        const events = randomJournal(keyFromSeed(seed), length, options)
        const snapshots: StudySnapshot[] = []
        for (const event of events) snapshots.push(replay([event], snapshots.at(-1)))
        const [all, completed, tried] = [texts(), completedTexts(), triedTexts()]
        // Some in order, others older than the previous query.
        for (const index of [...[...snapshots.keys()].filter((at) => at % 3 !== 1), ...asked]) {
          const snapshot = snapshots[index % snapshots.length] as StudySnapshot
          const past = events.slice(0, snapshot.position)
          const reread = replay(past)
          const plain = finishedPlainly(past, snapshot)
          const expected = [beginning(snapshot), ...plain.map(textOf)]
          const expectedCompleted = plain.filter(({ state }) => state === 'completed').map(textOf)
          for (const version of [snapshot, reread]) {
            expect(all(version)).toEqual(expected)
            expect(completed(version)).toEqual([beginning(snapshot), ...expectedCompleted])
            expect(tried(version).slice(1)).toEqual(triedPlainly(past))
            expect(tried(version)[0]).toBe(JSON.stringify(snapshot.space.dimensions.map(({ name }) => name)))
          }
          trials += plain.length
        }
      }),
      { numRuns: 30 },
    )
    expect(trials).toBeGreaterThan(1_000)
  })
})

describe('a fold', () => {
  /** A fold over the texts of trials that records how many each call of `add` received. */
  function counting(): { texts: Fold<readonly string[]>; added: number[] } {
    const added: number[] = []
    const counted = fold<readonly string[]>({
      begin: (snapshot) => [beginning(snapshot)],
      add: (state, trials) => {
        added.push(trials.length)
        return [...state, ...trials.map(textOf)]
      },
    })
    return { texts: counted, added }
  }

  const ended = () => {
    const history = new History(MIXED)
    for (const index of [0, 1, 2, 3]) {
      history.run({ rate: 0.1, layers: 1 + index, width: 16, bias: true, optimizer: 'adam' }, done(index))
    }
    return history
  }
  const done = (value: number) => ({ state: 'completed', values: { value } }) as const

  it('adds only new trials, all at once, and nothing for the same snapshot', () => {
    const { texts: ask, added } = counting()
    const history = ended()
    ask(history.snapshot)
    ask(history.snapshot)
    history.report(history.start({}), 0, { value: 1 })
    ask(history.snapshot)
    history.finish(4, done(4)).run({}, done(5))
    ask(history.snapshot)
    expect(added).toEqual([4, 2])
  })

  it('keeps the state of newer snapshots while it is called with older ones', () => {
    const { texts: ask, added } = counting()
    const history = ended()
    const older = history.snapshot
    const newer = history.run({}, done(4)).snapshot
    for (const snapshot of [newer, older, newer, older]) ask(snapshot)
    ask(history.run({}, done(5)).snapshot)
    expect(added).toEqual([5, 4, 4, 1])
  })

  const at = 99
  const edits: { readonly [what: string]: StudyEvent } = {
    'a deletion': { type: 'trial-deleted', number: 1, at },
    'a correction': { type: 'trial-corrected', number: 1, outcome: { state: 'pruned' }, reason: 'wrong', at },
    'a note on a finished trial': { type: 'trial-annotated', number: 1, attributes: { note: 1 }, at },
    'other directions': { type: 'directions-changed', directions: { value: 'maximize' }, at },
    'other constraints': { type: 'constraints-changed', constraints: { memory: { atMost: 1 } }, at },
  }

  it.each(Object.entries(edits))('restarts after %s, and keeps the state of the study before it', (_, edit) => {
    const { texts: ask, added } = counting()
    const before = ended().snapshot
    const first = ask(before)
    const after = replay([edit], before)
    const second = ask(after)
    expect(second).toEqual(texts()(after))
    expect(second).not.toEqual(first)
    expect(ask(before)).toBe(first)
    expect(added).toHaveLength(2)
  })

  it('continues after a note on a running trial', () => {
    const { texts: ask, added } = counting()
    const history = ended()
    ask(history.snapshot)
    const number = history.start({})
    history.append({ type: 'trial-annotated', number, attributes: { note: 1 }, at })
    ask(history.finish(number, done(4)).snapshot)
    expect(added).toEqual([4, 1])
  })

  it('distinguishes branches of a history of equal length, also after notes on their common past', () => {
    const { texts: ask } = counting()
    const { snapshot: trunk } = ended()
    const noted = replay([edits['a note on a finished trial'] as StudyEvent], trunk)
    const branch = (from: StudySnapshot, value: number) =>
      replay([{ type: 'trial-added', number: 4, params: {}, outcome: done(value), at }], from)
    const branches = [branch(trunk, 1), branch(noted, 2), branch(trunk, 3), branch(noted, 4)]
    for (const snapshot of [...branches, trunk, noted, ...branches]) expect(ask(snapshot)).toEqual(texts()(snapshot))
  })

  it('keeps its state of tried params while trials are deleted, but not after the space changed', () => {
    let begun = 0
    const ask = foldTried<number>({
      begin: () => {
        begun += 1
        return 0
      },
      add: (count, params) => count + params.length,
    })
    const history = ended()
    expect(ask(history.snapshot)).toBe(4)
    history.append(edits['a deletion'] as StudyEvent).append(edits['other directions'] as StudyEvent)
    expect(ask(history.run({}, done(1)).snapshot)).toBe(5)
    expect(begun).toBe(1)
    expect(ask(history.changeSpace(SIX).snapshot)).toBe(5)
    expect(begun).toBe(2)
  })

  it('recomputes for snapshots that share no lineage', () => {
    const { texts: ask, added } = counting()
    const { snapshot } = ended()
    const foreign = (): StudySnapshot => {
      const { finishedOrder, trials, space, constraints, directions } = snapshot
      const order = { length: 4, at: (index: number) => finishedOrder.at(index), lineage: {} }
      return { finishedOrder: order, trials, space, constraints, directions } as unknown as StudySnapshot
    }
    expect(ask(foreign())).toEqual(ask(snapshot))
    expect(ask(foreign())).toEqual(ask(snapshot))
    expect(added).toEqual([4, 4, 4])
  })
})
