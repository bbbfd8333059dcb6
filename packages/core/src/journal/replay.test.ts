import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyFromSeed } from '../math/random.ts'
import { encodeParams } from '../space/encode.ts'
import { jsonKey } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import { type RandomJournalOptions, randomJournal } from '../testing/random-journal.ts'
import { viewOf } from '../testing/snapshot-view.ts'
import type { OutcomeConstraints } from '../trial/constraint.ts'
import type { Direction, Directions } from '../trial/direction.ts'
import type { Outcome } from '../trial/trial-record.ts'
import { replay } from './replay.ts'
import type { StudyEvent } from './study-event.ts'
import type { StudySnapshot } from './study-snapshot.ts'

const KINDS: readonly RandomJournalOptions[] = [
  { directions: { loss: 'minimize' } },
  { directions: { accuracy: 'maximize' } },
  { directions: { loss: 'minimize', size: 'minimize' } },
  { directions: { loss: 'minimize' }, declared: false },
  { directions: { loss: 'minimize' }, constraints: { memory: { atMost: 2 }, recall: { atLeast: -5, atMost: 5 } } },
]

/** Journals of all kinds, some long enough to fill several chunks of lists and to grow columns. */
const journals = fc
  .tuple(fc.nat(), fc.integer({ min: 1, max: 300 }), fc.constantFrom(...KINDS))
  .map(([seed, length, kind]) => randomJournal(keyFromSeed(seed), length, kind))
const splits = journals.chain((events) =>
  fc.tuple(fc.constant(events), fc.array(fc.integer({ min: 1, max: events.length }), { maxLength: 5 })),
)

/** Replays the pieces between the cuts in sequence. */
function replayInPieces(events: readonly StudyEvent[], cuts: readonly number[]): StudySnapshot {
  const [first = events.length, ...others] = [...cuts].sort((a, b) => a - b)
  let snapshot = replay(events.slice(0, first))
  let from = first
  for (const to of [...others, events.length]) {
    snapshot = replay(events.slice(from, to), snapshot)
    from = to
  }
  return snapshot
}

describe('replay', () => {
  it('returns the same snapshot in pieces as at once', () => {
    fc.assert(
      fc.property(splits, ([events, cuts]) => {
        expect(viewOf(replayInPieces(events, cuts), events)).toEqual(viewOf(replay(events), events))
      }),
    )
  })

  it('returns the same snapshot event by event as at once', () => {
    const events = randomJournal(keyFromSeed(1), 2_000)
    const each = events.map((_, index) => index + 1)
    expect(viewOf(replayInPieces(events, each), events)).toEqual(viewOf(replay(events), events))
  })

  it('does not change earlier snapshots, whatever follows in whatever branches', () => {
    fc.assert(
      fc.property(splits, fc.nat(), ([events, cuts], seed) => {
        const snapshots: { snapshot: StudySnapshot; view: unknown }[] = []
        let snapshot = replay(events.slice(0, 1))
        let from = 1
        for (const to of [...[...cuts].sort((a, b) => a - b), events.length]) {
          snapshot = replay(events.slice(from, to), snapshot)
          from = to
          snapshots.push({ snapshot, view: viewOf(snapshot, events) })
        }
        for (const { snapshot: early } of snapshots) {
          // Two other histories branch from it.
          const one = continuation(early, seed)
          const other = continuation(early, seed + 1)
          const first = replay(one, early)
          const firstView = viewOf(first, [...events, ...one])
          const second = replay(other, early)
          expect(viewOf(first, [...events, ...one])).toEqual(firstView)
          const whole = [...events.slice(0, early.position), ...other]
          expect(viewOf(second, whole)).toEqual(viewOf(replay(whole), whole))
        }
        for (const { snapshot: early, view } of snapshots) expect(viewOf(early, events)).toEqual(view)
      }),
      { numRuns: 50 },
    )
  })

  it('agrees with a naive reference implementation', () => {
    fc.assert(
      fc.property(journals, (events) => {
        const snapshot = replay(events)
        expect(summaryOf(snapshot, events)).toEqual(slowly(events, snapshot))
      }),
    )
  })

  it('does not modify the events, deeply', () => {
    const events = randomJournal(keyFromSeed(2), 300)
    const before = structuredClone(events)
    replay(events)
    expect(events).toEqual(before)
  })

  it('freezes its results', () => {
    const snapshot = replay(randomJournal(keyFromSeed(3), 300))
    expect(Object.isFrozen(snapshot.counts)).toBe(true)
    for (const trial of snapshot.trials) {
      expect([trial, trial.attributes, trial.measurements].every(Object.isFrozen)).toBe(true)
    }
  })

  it('shares memory between versions: the 100,000th snapshot is no larger than the first', () => {
    const params = { rate: 0.5, layers: 2, optimizer: 'adam' }
    const added = (number: number): StudyEvent => ({
      type: 'trial-added',
      number,
      params,
      outcome: { state: 'completed', values: { loss: number } },
      at: number,
    })
    const [created] = randomJournal(keyFromSeed(0), 1) as [StudyEvent]
    const snapshots = [replay([created, ...Array.from({ length: 100_000 }, (_, number) => added(number))])]
    const used = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
    const before = used()
    for (let number = 100_000; number < 100_500; number += 1) {
      snapshots.push(replay([added(number)], snapshots.at(-1)))
    }
    // About 6 kB each for a chunk of the list of trials. Copying the columns alone would be 2.8 GB.
    expect(used() - before).toBeLessThan(100e6)
    expect(snapshots.map(({ finishedTrials }) => finishedTrials.count)).toEqual(
      snapshots.map((_, index) => 100_000 + index),
    )
    expect(snapshots[0]?.finishedTrials.units.buffer).toBe(snapshots.at(-1)?.finishedTrials.units.buffer)
  })

  it('returns the same snapshot for no events', () => {
    const snapshot = replay(randomJournal(keyFromSeed(4), 10))
    expect(replay([], snapshot)).toBe(snapshot)
  })

  it('keeps the space object while the space is equal', () => {
    const events = randomJournal(keyFromSeed(5), 400, { declared: false })
    let snapshot = replay(events.slice(0, 200))
    const { space } = snapshot
    for (const event of events.slice(200)) snapshot = replay([event], snapshot)
    expect(space.dimensions.map(({ name }) => name)).toEqual(['rate', 'layers', 'optimizer', 'momentum', 'nesterov'])
    expect(snapshot.space).toBe(space)
  })
})

/** Events that are valid after any snapshot. */
function continuation(snapshot: StudySnapshot, seed: number): StudyEvent[] {
  const at = 1_800_000_000_000 + seed
  const number = snapshot.trials.next
  const params = { rate: 1 / (seed + 2), layers: 1, optimizer: 'adam' }
  const values = Object.fromEntries(snapshot.metrics.map((metric) => [metric, seed]))
  const [busy] = snapshot.running
  const waiting = snapshot.firstWaiting
  return [
    ...(busy ? [reported(busy.number, busy.attempt, seed, at)] : []),
    ...(waiting
      ? [
          {
            type: 'trial-started' as const,
            number: waiting.number,
            attempt: waiting.attempt + 1,
            params,
            owner: null,
            at,
          },
        ]
      : []),
    { type: 'trial-added', number, params, outcome: { state: 'completed', values }, at },
    { type: 'trial-enqueued', number: number + 1, params: { layers: seed % 4 }, at },
    { type: 'trial-added', number: number + 2, params: { ...params, layers: 2 }, outcome: { state: 'pruned' }, at },
    ...(busy ? [{ type: 'trial-deleted' as const, number: busy.number, at }] : []),
    { type: 'study-annotated', attributes: { branch: seed }, at },
  ]
}

const reported = (number: number, attempt: number, step: number, at: number) =>
  ({ type: 'trial-reported', number, attempt, step, values: { loss: step }, at }) as const

interface SlowTrial {
  number: number
  state: string
  attempt: number
  params: Params
  values?: { readonly [metric: string]: number } | undefined
  steps: number[]
  /** Whether it has not reported in its latest attempt. */
  continues?: boolean
}

/** Computes by repeated searching and sorting what a snapshot knows from its indices. */
function slowly(events: readonly StudyEvent[], { space, hasDeclaredSpace }: StudySnapshot) {
  let directions: Directions = {}
  let constraints: OutcomeConstraints = {}
  const trials: (SlowTrial | undefined)[] = []
  const tried: string[] = []
  let queue: number[] = []
  let finishOrder: number[] = []
  const [excluded, cancelled] = [new Set<number>(), new Set<number>()]
  const settle = (trial: SlowTrial, outcome: Outcome) => {
    trial.state = outcome.state
    trial.values = 'values' in outcome ? outcome.values : undefined
  }
  for (const event of events) {
    const trial = 'number' in event ? (trials[event.number] as SlowTrial) : undefined
    if (event.type === 'study-created') directions = event.directions
    if (event.type === 'study-created' || event.type === 'constraints-changed') constraints = event.constraints ?? {}
    if (event.type === 'trial-enqueued') {
      trials.push({ number: event.number, state: 'waiting', attempt: 0, params: event.params, steps: [] })
      queue.push(event.number)
    }
    if (event.type === 'trial-started') {
      const { number, attempt, params } = event
      const steps = trial?.steps ?? []
      trials[number] = { number, state: 'running', attempt, params, steps, continues: true }
      queue = queue.filter((waiting) => waiting !== number)
      tried.push(jsonKey(params))
    }
    if (event.type === 'trial-reported' && trial) {
      const before = trial.continues ? trial.steps.filter((step) => step < event.step) : trial.steps
      trial.continues = false
      trial.steps = [...new Set([...before, event.step])].sort((a, b) => a - b)
    }
    if (event.type === 'trial-requeued' && trial) {
      trial.state = 'waiting'
      trial.steps = []
      queue.push(event.number)
    }
    if (event.type === 'trial-added') {
      const { number, params, outcome, measurements = [] } = event
      const { state } = outcome
      const attempt = state === 'waiting' ? 0 : 1
      trials.push({ number, state, attempt, params, steps: measurements.map(({ step }) => step) })
      if (state === 'waiting') queue.push(number)
      else tried.push(jsonKey(params))
      if (outcome.state !== 'waiting' && outcome.state !== 'running') {
        settle(trials[number] as SlowTrial, outcome)
        finishOrder.push(number)
      }
    }
    if (event.type === 'trial-finished' && trial) {
      settle(trial, event.outcome)
      finishOrder.push(event.number)
    }
    if (event.type === 'trial-paused' && trial) trial.state = 'paused'
    if (event.type === 'trial-cancelled' && trial && ['waiting', 'running', 'paused'].includes(trial.state)) {
      trial.state = 'failed'
      cancelled.add(event.number)
      queue = queue.filter((waiting) => waiting !== event.number)
      finishOrder.push(event.number)
    }
    if (event.type === 'trial-excluded') excluded.add(event.number)
    if (event.type === 'trial-included') excluded.delete(event.number)
    if (event.type === 'trial-corrected' && trial) {
      settle(trial, event.outcome)
      cancelled.delete(event.number)
    }
    if (event.type === 'trial-deleted') {
      trials[event.number] = undefined
      queue = queue.filter((waiting) => waiting !== event.number)
      finishOrder = finishOrder.filter((number) => number !== event.number)
    }
  }
  const [metric, ...others] = Object.entries(directions) as [[string, Direction]]
  const finished = finishOrder
    .filter((number) => !excluded.has(number) && !cancelled.has(number))
    .map((number) => trials[number] as SlowTrial)
  const fitting = finished.filter(({ params }) => encodeParams(space, params))
  const completed = finished.filter(({ state }) => state === 'completed')
  const sign = metric[1] === 'minimize' ? 1 : -1
  const value = (trial: SlowTrial) => sign * (trial.values?.[metric[0]] as number)
  const measured = ({ values = {} }: SlowTrial, name: string) => values[name] ?? Number.NaN
  const eligible = hasDeclaredSpace ? completed.filter(({ params }) => encodeParams(space, params)) : completed
  const feasible = eligible.filter((trial) =>
    Object.entries(constraints).every(([name, { atLeast = -1e9, atMost = 1e9 }]) => {
      const own = measured(trial, name)
      return own >= atLeast && own <= atMost
    }),
  )
  const lowest = Math.min(...feasible.map(value))
  const present = trials.filter((trial) => trial !== undefined)
  const countOf = (wanted: string) => present.filter(({ state }) => state === wanted).length
  return {
    next: trials.length,
    counts: Object.fromEntries(
      ['waiting', 'running', 'paused', 'completed', 'pruned', 'failed'].map((state) => [state, countOf(state)]),
    ),
    states: present.map(({ number, state, attempt, steps }) => ({ number, state, attempt, steps })),
    firstWaiting: queue[0],
    running: present.filter(({ state }) => state === 'running').map(({ number }) => number),
    // The first of several equally good trials.
    best: others.length > 0 ? undefined : feasible.find((trial) => value(trial) === lowest)?.number,
    numbers: fitting.map(({ number }) => number),
    units: fitting.flatMap(({ params }) => [...(encodeParams(space, params) ?? [])]),
    values: fitting.flatMap((trial) =>
      Object.keys(directions).map((name) =>
        trial.state === 'completed' ? (trial.values?.[name] as number) : Number.NaN,
      ),
    ),
    constraintValues: fitting.flatMap((trial) => Object.keys(constraints).map((name) => measured(trial, name))),
    incompatible: finished.length - fitting.length,
    tried: events.map((event) =>
      'params' in event && event.params ? tried.includes(jsonKey(event.params)) : undefined,
    ),
  }
}

function summaryOf(snapshot: StudySnapshot, events: readonly StudyEvent[]): ReturnType<typeof slowly> {
  const { finishedTrials, best, trials } = snapshot
  return {
    next: trials.next,
    counts: snapshot.counts,
    states: [...trials].map(({ number, state, attempt, measurements }) => ({
      number,
      state,
      attempt,
      steps: measurements.map(({ step }) => step),
    })),
    firstWaiting: snapshot.firstWaiting?.number,
    running: snapshot.running.map(({ number }) => number).sort((a, b) => a - b),
    best: best?.number,
    numbers: [...finishedTrials.numbers],
    units: [...finishedTrials.units],
    values: [...finishedTrials.values],
    constraintValues: [...finishedTrials.constraintValues],
    incompatible: finishedTrials.incompatible,
    tried: events.map((event) => ('params' in event && event.params ? snapshot.tried(event.params) : undefined)),
  }
}
