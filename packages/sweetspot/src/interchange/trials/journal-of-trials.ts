import {
  type FinishedTrial,
  isFinished,
  JOURNAL_FORMAT,
  type LastValues,
  type Measurement,
  type Outcome,
  type Params,
  type PausedTrial,
  type PrunerNote,
  type StudyEvent,
  type TrialRecord,
  type WaitingTrial,
} from '@sweetspot/core'
import type { NewJournal } from '../../storage/write-journal.ts'
import type { StudyHeader } from './study-header.ts'

/**
 * The journal of a study with exactly these trials: their numbers, attempts, curves and times.
 *
 * Trials that a process was running are queued. Trials finish in the order of their times.
 *
 * @param trials - Records in the order of their numbers; missing numbers are of deleted trials.
 * @param name - The name of the study.
 */
export function journalOfTrials({ study }: StudyHeader, trials: readonly TrialRecord[], name: string): NewJournal {
  const { directions, constraints, space, found, seed, attributes, status, createdAt: at } = study
  const hasConstraints = Object.keys(constraints).length > 0
  const last = trials.reduce((latest, trial) => Math.max(latest, endOf(trial)), at)
  const events: StudyEvent[] = []
  if (found && Object.keys(found).length > 0) events.push({ type: 'space-discovered', found, at })
  if (Object.keys(attributes).length > 0) events.push({ type: 'study-annotated', attributes, at })
  const numbers = new Map(trials.map((trial) => [trial.number, trial]))
  for (let number = 0; number <= (trials.at(-1)?.number ?? -1); number += 1) {
    const trial = numbers.get(number)
    if (trial) for (const event of eventsBeforeEnd(trial)) events.push(event)
    else events.push({ type: 'trial-enqueued', number, params: {}, at }, { type: 'trial-deleted', number, at })
  }
  const finished = trials.filter((trial) => isFinished(trial))
  finished.sort((one, other) => one.finishedAt - other.finishedAt || one.number - other.number)
  for (const trial of finished) for (const event of endOfTrial(trial)) events.push(event)
  for (const { number, excluded } of trials) if (excluded) events.push({ type: 'trial-excluded', number, at: last })
  if (status === 'paused') events.push({ type: 'study-paused', at: last })
  if (status === 'stopped') events.push({ type: 'study-stopped', at: last })
  return [
    {
      type: 'study-created',
      format: JOURNAL_FORMAT,
      name,
      directions,
      ...(hasConstraints && { constraints }),
      space,
      seed,
      at,
    },
    ...events,
  ]
}

const endOf = (trial: TrialRecord) =>
  'finishedAt' in trial ? trial.finishedAt : 'startedAt' in trial ? trial.startedAt : trial.createdAt

/** The events of a trial until the end of its last attempt. */
function* eventsBeforeEnd(trial: TrialRecord): Generator<StudyEvent> {
  const { number, params, given, attempt, earlierAttempts = [], createdAt, attributes, suggestion } = trial
  const explained = suggestion ? { suggestion } : {}
  const added = (curve: readonly Measurement[] = []) => ({
    ...(curve.length > 0 && { measurements: curve }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
    ...explained,
    at: createdAt,
  })
  const plain = plainTrial(trial)
  if (plain) {
    const started = { number, params: definedOnly(params), startedAt: plain.startedAt, outcome: RUNNING }
    yield { type: 'trial-added', ...started, ...added(plain.measurements) }
    if (plain.state === 'paused') yield pauseOf(plain)
    return
  }
  const curves = curvesOf(trial)
  const queued = definedOnly(attempt === 0 ? params : (given ?? {}))
  yield { type: 'trial-added', number, params: queued, outcome: WAITING, ...added(curves[0]) }
  for (let current = 1; current <= attempt; current += 1) {
    const isLast = current === attempt
    const at = isLast && 'startedAt' in trial ? trial.startedAt : createdAt
    const owner = isLast && trial.state === 'running' ? trial.owner : null
    const started = { number, attempt: current, params: definedOnly(params) }
    yield { type: 'trial-started', ...started, ...explained, owner, at }
    for (const measured of curves[current] ?? [])
      yield { type: 'trial-reported', number, attempt: current, ...measured }
    const earlier = earlierAttempts.find((each) => each.attempt === current)
    if (earlier && earlier.end !== 'paused') {
      const { end: reason, error } = earlier
      yield { type: 'trial-requeued', number, attempt: current, reason, ...(error !== undefined && { error }), at }
    } else if (!isLast) yield { type: 'trial-paused', number, attempt: current, at }
  }
  if (trial.state === 'paused') yield pauseOf(trial)
  if (trial.state === 'running' && trial.owner !== null)
    yield { type: 'trial-requeued', number, attempt, reason: 'aborted', at: trial.startedAt }
}

const WAITING = { state: 'waiting' } as const
const RUNNING = { state: 'running' } as const

/** A trial that was started once, with suggested params, so that one event tells all until its end. */
function plainTrial(trial: TrialRecord): Exclude<TrialRecord, WaitingTrial> | undefined {
  const { attempt, given, earlierAttempts } = trial
  if (trial.state === 'waiting' || attempt !== 1 || given || earlierAttempts) return undefined
  const isElsewhere = trial.state !== 'running' || (trial.owner === null && trial.isContinuing === undefined)
  return isElsewhere ? trial : undefined
}

/**
 * The measurements that each attempt reported, by attempt.
 *
 * Records have the curves at the ends of attempts. Attempts without one were paused and continued: the first of them
 * reports what the last one has, except for its last measurement.
 */
function curvesOf(trial: TrialRecord): readonly (readonly Measurement[])[] {
  const { attempt, measurements, earlierAttempts = [] } = trial
  const isContinuing = trial.state === 'running' && trial.isContinuing === true
  const ends = new Map(earlierAttempts.map((earlier) => [earlier.attempt, earlier.measurements]))
  if (!ends.has(attempt)) ends.set(attempt, measurements)
  const curves: (readonly Measurement[])[] = []
  let first = 0
  for (let current = 0; current <= attempt; current += 1) {
    const curve = ends.get(current)
    // A trial that was never started has a curve only if it was added with one.
    if (current === 0 && !curve && !(isContinuing && attempt === 1)) first = 1
    if (!curve) continue
    const isLastRunning = current === attempt && trial.state === 'running'
    const own =
      first === current ? curve : isContinuing && isLastRunning ? [] : curve.slice(isLastRunning ? -1 : 1).slice(-1)
    if (first < current) curves[first] = own.length === 0 ? curve : curve.slice(0, -1)
    curves[current] = own
    first = current + 1
  }
  return curves
}

function pauseOf({ number, attempt, pausedAt: at, ...trial }: PausedTrial): StudyEvent {
  return { type: 'trial-paused', number, attempt, ...noteOf(trial), at }
}

/** The events of the end of a trial. One that ended in the queue was cancelled, and may have been corrected since. */
function endOfTrial(trial: FinishedTrial): StudyEvent[] {
  const { number, attempt, finishedAt: at, earlierAttempts = [] } = trial
  const outcome = outcomeOf(trial)
  const wasQueued = attempt === 0 || earlierAttempts.some((each) => each.attempt === attempt && each.end !== 'paused')
  if (!wasQueued) return [{ type: 'trial-finished', number, attempt, outcome, at }]
  const cancelled: StudyEvent = { type: 'trial-cancelled', number, at }
  return [cancelled, { type: 'trial-corrected', number, outcome, reason: '', at }]
}

function outcomeOf(trial: FinishedTrial): Outcome {
  if (trial.state === 'completed') return { state: 'completed', values: trial.values }
  if (trial.state === 'pruned') return { state: 'pruned', ...noteOf(trial) }
  const { reason, error, values } = trial
  return { state: 'failed', reason, ...(error !== undefined && { error }), ...(values && { values }) }
}

const noteOf = ({ reason, memo, values }: PrunerNote & LastValues): PrunerNote & LastValues => ({
  ...(reason !== undefined && { reason }),
  ...(memo !== undefined && { memo }),
  ...(values && { values }),
})

const definedOnly = (params: Partial<Params>): Params =>
  Object.fromEntries(Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
