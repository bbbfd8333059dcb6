import { replay } from '../../journal/replay.ts'
import { JOURNAL_FORMAT, type StudyEvent } from '../../journal/study-event.ts'
import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { type Key, randomStream } from '../../math/random.ts'
import type { Directions } from '../../trial/direction.ts'
import type { Outcome } from '../../trial/trial-record.ts'

/** The reports of a trial by step; without `end` it keeps running. */
export interface Curve {
  readonly points: readonly (readonly [step: number, value: number])[]
  readonly end?: Outcome
}

/** A study of trials with these curves of the metric `loss`. */
export function studyOf(curves: readonly Curve[], directions: Directions = { loss: 'minimize' }): StudySnapshot {
  const metrics = Object.keys(directions)
  const events: StudyEvent[] = [
    { type: 'study-created', format: JOURNAL_FORMAT, name: 'curves', directions, space: null, seed: 1, at: 0 },
  ]
  curves.forEach(({ points, end }, number) => {
    events.push({ type: 'trial-started', number, attempt: 1, params: {}, owner: null, at: 0 })
    for (const [step, value] of points) {
      const values = Object.fromEntries(metrics.map((metric) => [metric, value]))
      events.push({ type: 'trial-reported', number, attempt: 1, step, values, at: 0 })
    }
    if (end) events.push({ type: 'trial-finished', number, attempt: 1, outcome: end, at: 0 })
  })
  return replay(events)
}

/** Falling curves of different speeds: ten that ended in every state, and some that still run. */
export function manyCurves(key: Key, sign: 1 | -1, metrics: readonly string[]): Curve[] {
  const random = randomStream(key)
  return Array.from({ length: 16 }, (_, number): Curve => {
    const [start, rate, length] = [1 + random.uniform(), 0.5 + random.uniform() / 2, 1 + random.integer(12)]
    const points = Array.from({ length }, (_, step) => [step, sign * start * rate ** step] as const)
    if (number >= 12) return { points }
    const values = Object.fromEntries(
      metrics.map((metric) => [metric, (points.at(-1) as readonly number[])[1] as number]),
    )
    if (number % 4 === 2) return { points, end: { state: 'pruned' } }
    if (number % 4 === 3) return { points, end: { state: 'failed', reason: 'error' } }
    return { points, end: { state: 'completed', values } }
  })
}
