import type { Measurement } from '../trial/measurement.ts'
import type { EarlierAttempt, RunningTrial } from '../trial/trial-record.ts'
import { SharedLog } from './shared-log.ts'

/** The parts of a record made by {@link withMeasurement}. */
interface Parts {
  readonly rest: Omit<RunningTrial, 'measurements'>
  readonly log: SharedLog<Measurement>
}

/** Shorter lists of measurements are copied. */
const SHORT = 64

const PARTS = new WeakMap<RunningTrial, Parts>()

/**
 * Adds a measurement to the record of a trial. Measurements are in the order of steps; reporting a step again replaces
 * it. An attempt that continues a curve does so from the first step that it reports: later steps of earlier attempts
 * are dropped, since a trial that resumes from an earlier checkpoint repeats them. Long lists are shared between
 * records and materialized when first read, so a report costs the same however many came before; short lists are
 * copied, which is cheaper.
 *
 * @param growing - Unpublished lists, which are changed in place; freeze them when all measurements are added.
 */
export function withMeasurement(
  trial: RunningTrial,
  added: Measurement,
  growing?: Set<readonly Measurement[]>,
): RunningTrial {
  if (trial.isContinuing) return withMeasurement(continued(trial, added.step), added, growing)
  const parts = PARTS.get(trial)
  if (!parts && (trial.measurements.length < SHORT || growing?.has(trial.measurements))) {
    return withCopied(trial, added, growing)
  }
  const { rest, log } = parts ?? partsOf(trial)
  const last = log.at(log.length - 1)
  if (!last || last.step < added.step) return recordOf({ rest, log: log.append(added) })
  return recordOf({ rest, log: new SharedLog(inserted([...log], added)) })
}

/** Continues a curve from `step` on. */
function continued({ isContinuing: _isContinuing, ...trial }: RunningTrial, step: number): RunningTrial {
  const { attempt, measurements } = trial
  const kept = measurements.filter((before) => before.step < step)
  if (kept.length === measurements.length) return trial
  const paused = { attempt: attempt - 1, end: 'paused', measurements } as const
  return { ...trial, measurements: Object.freeze(kept), earlierAttempts: withEarlierAttempt(trial, paused) }
}

/** Appends an attempt whose curve is not continued to the earlier attempts of a trial. */
export function withEarlierAttempt(
  { earlierAttempts = [] }: RunningTrial,
  ended: EarlierAttempt,
): readonly EarlierAttempt[] {
  return Object.freeze([...earlierAttempts, Object.freeze(ended)])
}

function withCopied(trial: RunningTrial, added: Measurement, growing?: Set<readonly Measurement[]>): RunningTrial {
  const { measurements } = trial
  const last = measurements.at(-1)
  const follows = !last || last.step < added.step
  if (follows && growing?.has(measurements)) {
    ;(measurements as Measurement[]).push(added)
    return trial
  }
  const list = follows ? [...measurements, added] : inserted(measurements, added)
  growing?.delete(measurements)
  growing?.add(list)
  return Object.freeze({ ...trial, measurements: growing ? list : Object.freeze(list) })
}

const inserted = (measurements: readonly Measurement[], added: Measurement): Measurement[] =>
  [...measurements.filter(({ step }) => step !== added.step), added].sort((a, b) => a.step - b.step)

/** The last step that a trial reported. */
export function lastStep(trial: RunningTrial): number | undefined {
  const log = PARTS.get(trial)?.log
  return (log ? log.at(log.length - 1) : trial.measurements.at(-1))?.step
}

function partsOf({ measurements, ...rest }: RunningTrial): Parts {
  return { rest, log: new SharedLog([...measurements]) }
}

function recordOf(parts: Parts): RunningTrial {
  let list: readonly Measurement[] | undefined
  const record: RunningTrial = Object.freeze({
    ...parts.rest,
    get measurements() {
      list ??= Object.freeze([...parts.log])
      return list
    },
  })
  PARTS.set(record, parts)
  return record
}
