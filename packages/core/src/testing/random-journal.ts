import { JOURNAL_FORMAT, type StudyEvent } from '../journal/study-event.ts'
import { foldIn, type Key, type RandomStream, randomStream } from '../math/random.ts'
import { spaceToJson } from '../space/json.ts'
import { boolean, choice, float, int } from '../space/parameters/parameter.ts'
import type { Params } from '../space/params.ts'
import { sampleParams } from '../space/sample.ts'
import { type SearchSpace, space } from '../space/search-space.ts'
import type { OutcomeConstraints } from '../trial/constraint.ts'
import type { Directions } from '../trial/direction.ts'
import type { MetricValues } from '../trial/measurement.ts'
import type { Outcome } from '../trial/trial-record.ts'

/** Options of `randomJournal`. */
export interface RandomJournalOptions {
  readonly directions?: Directions
  /** Outcome constraints; the active subset changes now and then. Values are integers from -10 to 9, like those of metrics,
   * or not measured. Default: none. */
  readonly constraints?: OutcomeConstraints
  /** Whether the space is declared; false for a define-by-run space. Default: true. */
  readonly declared?: boolean
}

const SPACE: SearchSpace = space({
  rate: float(1e-5, 1, { log: true }),
  layers: int(1, 4),
  optimizer: choice({ sgd: { momentum: float(0, 0.9), nesterov: boolean() }, adam: {} }),
})
const NARROWER: SearchSpace = space({ rate: float(1e-3, 1, { log: true }), layers: int(1, 3) })

/** A journal with every kind of event of a study, in a random, valid order. */
export function randomJournal(
  key: Key,
  length: number,
  { directions = { loss: 'minimize' }, constraints, declared = true }: RandomJournalOptions = {},
): readonly StudyEvent[] {
  const random = randomStream(key)
  const waiting: { number: number; attempt: number }[] = []
  const running: { number: number; attempt: number; params: Params }[] = []
  const paused: { number: number; attempt: number; params: Params }[] = []
  const finished: number[] = []
  const given = new Map<number, Params>()
  let trials = 0
  const at = (position: number) => 1_700_000_000_000 + position

  const draw = () => sampleParams(SPACE, foldIn(key, trials))
  const take = <T>(items: T[]): T => items.splice(random.integer(items.length), 1)[0] as T
  const start = (number: number, attempt: number, params: Params, position: number): StudyEvent => {
    running.push({ number, attempt, params })
    const owner = random.uniform() < 0.2 ? null : `owner ${random.integer(3)}`
    const suggestion = { sampler: 'random', phase: 'random', exploring: random.uniform() < 0.5 }
    return { type: 'trial-started', number, attempt, params, owner, suggestion, at: at(position) }
  }
  const newNumber = () => {
    trials += 1
    return trials - 1
  }

  /** Tries a random event; returns undefined if it is not possible now, and the caller tries again. */
  const happenings: ((position: number) => StudyEvent | undefined)[] = [
    (position) => start(newNumber(), 1, draw(), position),
    (position) => {
      const next = waiting.shift()
      return next && start(next.number, next.attempt + 1, given.get(next.number) ?? draw(), position)
    },
    (position) => {
      const params = draw()
      const number = newNumber()
      waiting.push({ number, attempt: 0 })
      if (random.uniform() < 0.5) given.set(number, params)
      const partial = given.get(number) ?? { rate: params.rate as number }
      return { type: 'trial-enqueued', number, params: partial, attributes: { by: 'hand' }, at: at(position) }
    },
    ...times(3, (position: number): StudyEvent | undefined => {
      if (running.length === 0) return undefined
      const { number, attempt } = take(running)
      finished.push(number)
      return {
        type: 'trial-finished',
        number,
        attempt,
        outcome: outcome(random, directions, constraints),
        at: at(position),
      }
    }),
    (position) => {
      if (running.length === 0) return undefined
      const { number, attempt } = running[random.integer(running.length)] as { number: number; attempt: number }
      return { type: 'trial-annotated', number, attempt, attributes: { worker: attempt }, at: at(position) }
    },
    ...times(2, (position: number): StudyEvent | undefined => {
      if (running.length === 0 || declared) return undefined
      const { number, attempt, params } = running[random.integer(running.length)] as (typeof running)[number]
      const asked = random.uniform() < 0.5 ? params : { rate: params.rate as number }
      return { type: 'trial-asked', number, attempt, params: asked, found: foundIn(asked), at: at(position) }
    }),
    ...times(2, (position: number): StudyEvent | undefined => {
      if (running.length === 0) return undefined
      const { number, attempt } = running[random.integer(running.length)] as { number: number; attempt: number }
      const step = random.integer(5)
      return { type: 'trial-reported', number, attempt, step, values: values(random, directions), at: at(position) }
    }),
    (position) => {
      if (running.length === 0 || random.uniform() < 0.5) return undefined
      const { number, attempt, params } = take(running)
      waiting.push({ number, attempt })
      given.set(number, params)
      const reason = (['lost', 'retry', 'aborted'] as const)[random.integer(3)] as 'lost'
      return { type: 'trial-requeued', number, attempt, reason, at: at(position) }
    },
    (position) => {
      const params = draw()
      const number = newNumber()
      const told = { type: 'trial-added', number, params, at: at(position) } as const
      const draws = random.uniform()
      if (draws < 0.1) {
        waiting.push({ number, attempt: 0 })
        given.set(number, params)
        return { ...told, outcome: { state: 'waiting' } }
      }
      if (draws < 0.2) {
        running.push({ number, attempt: 1, params })
        return { ...told, outcome: { state: 'running' }, startedAt: at(0) }
      }
      finished.push(number)
      const measurements = times(3, 0).map((_, step) => ({ step, values: values(random, directions), at: at(step) }))
      const ended = { startedAt: at(0), finishedAt: at(position), measurements }
      return { ...told, ...ended, outcome: outcome(random, directions, constraints) }
    },
    (position) => {
      if (finished.length === 0) return undefined
      const number = finished[random.integer(finished.length)] as number
      return { type: 'trial-annotated', number, attributes: { note: random.integer(100) }, at: at(position) }
    },
    (position) => {
      if (finished.length === 0 || random.uniform() < 0.7) return undefined
      const number = finished[random.integer(finished.length)] as number
      return {
        type: 'trial-corrected',
        number,
        outcome: outcome(random, directions, constraints),
        reason: 'measured again',
        at: at(position),
      }
    },
    (position) => {
      const all = [...finished, ...[...running, ...paused, ...waiting].map(({ number }) => number)]
      if (all.length === 0 || random.uniform() < 0.7) return undefined
      const number = take(all)
      for (const list of [running, paused, waiting]) {
        const index = list.findIndex((trial) => trial.number === number)
        if (index >= 0) list.splice(index, 1)
      }
      if (finished.includes(number)) finished.splice(finished.indexOf(number), 1)
      return { type: 'trial-deleted', number, at: at(position) }
    },
    (position) => {
      if (running.length === 0 || random.uniform() < 0.5) return undefined
      const { number, attempt, params } = take(running)
      paused.push({ number, attempt, params })
      return { type: 'trial-paused', number, attempt, reason: 'not yet', memo: { rung: 1 }, at: at(position) }
    },
    (position) => {
      if (paused.length === 0) return undefined
      const { number, attempt, params } = take(paused)
      return start(number, attempt + 1, params, position)
    },
    (position) => {
      const from = [running, paused, waiting][random.integer(3)] as { number: number }[]
      if (from.length === 0 || random.uniform() < 0.7) return undefined
      const { number } = take(from)
      finished.push(number)
      return { type: 'trial-cancelled', number, reason: 'too long', at: at(position) }
    },
    (position) => {
      const all = [...finished, ...running.map(({ number }) => number), ...paused.map(({ number }) => number)]
      if (all.length === 0 || random.uniform() < 0.5) return undefined
      const number = take(all)
      const type = random.uniform() < 0.6 ? 'trial-excluded' : 'trial-included'
      return { type, number, at: at(position) }
    },
    (position) => {
      const type = (['study-paused', 'study-resumed', 'study-stopped'] as const)[random.integer(3)] as 'study-paused'
      return { type, at: at(position) }
    },
    (position) => ({ type: 'study-annotated', attributes: { [`a${random.integer(3)}`]: position }, at: at(position) }),
    (position) => {
      if (!declared || random.uniform() < 0.8) return undefined
      const edited = random.uniform() < 0.5 ? NARROWER : SPACE
      return { type: 'space-changed', space: spaceToJson(edited), changes: ['edited'], at: at(position) }
    },
    (position) => {
      if (!constraints || random.uniform() < 0.5) return undefined
      const entries = Object.entries(constraints)
      const kept = Object.fromEntries(entries.slice(0, random.integer(entries.length + 1)))
      return { type: 'constraints-changed', constraints: kept, at: at(position) }
    },
  ]

  const events: StudyEvent[] = [
    {
      type: 'study-created',
      format: JOURNAL_FORMAT,
      name: 'random',
      directions,
      ...(constraints && { constraints }),
      space: declared ? spaceToJson(SPACE) : null,
      seed: 7,
      at: at(0),
    },
  ]
  while (events.length < length) {
    const happening = happenings[random.integer(happenings.length)] as (position: number) => StudyEvent | undefined
    const event = happening(events.length)
    if (event) events.push(event)
  }
  return events
}

const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item)

/** The parameters that an objective with these params asked for. */
function foundIn(params: Params) {
  const dimensions = spaceToJson(SPACE).dimensions.filter(({ name }) => Object.hasOwn(params, name))
  return Object.fromEntries(dimensions.map(({ name, parameter }) => [name, parameter]))
}

function outcome(random: RandomStream, directions: Directions, constraints: OutcomeConstraints = {}): Outcome {
  const draw = random.uniform()
  if (draw < 0.15) return { state: 'pruned' }
  if (draw < 0.25) return { state: 'failed', reason: 'error', error: 'It threw.' }
  if (draw < 0.3) {
    const [metric] = Object.keys(directions) as [string]
    const all = { ...values(random, directions), ...measured(random, constraints) }
    return { state: 'failed', reason: 'not-finite', values: { ...all, [metric]: Number.NaN } }
  }
  return { state: 'completed', values: { ...values(random, directions), ...measured(random, constraints) } }
}

/** The measured values of constraints; not always all of them. */
const measured = (random: RandomStream, constraints: OutcomeConstraints): MetricValues =>
  Object.fromEntries(
    Object.keys(constraints).flatMap((name) => (random.uniform() < 0.2 ? [] : [[name, random.integer(20) - 10]])),
  )

/** A value out of few, so that there are ties. */
const values = (random: RandomStream, directions: Directions): MetricValues =>
  Object.fromEntries(Object.keys(directions).map((metric) => [metric, random.integer(20) - 10]))
