import type { StudySnapshot } from '../journal/study-snapshot.ts'
import { sameJson } from '../space/json-value.ts'
import type { Params } from '../space/params.ts'
import { isFinished, type RunningTrial } from '../trial/trial-record.ts'

/**
 * Whether a trial of a finite space defined by running may repeat another one, although their params differ.
 *
 * They may differ only in parameters that the objective need not ask for after the shared values. A running trial may
 * turn out to have only those; a finished trial did not ask for the rest. A trial that has not asked yet may take any
 * combination.
 */
export function mayRepeat(snapshot: StudySnapshot, params: Params): boolean {
  const { space, trials, running, discovery, endedEarly } = snapshot
  if (space.dimensions.some(({ domain }) => domain.levels === Number.POSITIVE_INFINITY)) return false
  const names = Object.keys(params)
  if (names.length > 0 && running.some(hasNotAsked)) return true
  const certain = new Set(
    space.dimensions.flatMap(({ name, conditions, optional }) =>
      conditions.length === 0 && !optional && discovery.trials > 0 ? [name] : [],
    ),
  )
  const isOptional = space.dimensions.some(({ name, optional }) => optional && Object.hasOwn(params, name))
  if (running.length === 0 && !isOptional) return false
  const finished = [...trials].filter(isFinished)
  const sharedWith = (other: Params) => names.filter((name) => has(other, name, params))
  /** Whether the objective has asked for all other names after the shared values. */
  const isVerified = (shared: readonly string[], since = -1) =>
    finished.some(
      ({ number, params: known }) =>
        number > since &&
        shared.every((name) => has(known, name, params)) &&
        names.every((name) => Object.hasOwn(known, name)),
    )
  const mayEqual = running.some((trial) => {
    const shared = sharedWith(trial.params)
    const others = names.filter((name) => !shared.includes(name))
    return shared.length > 0 && !others.some((name) => certain.has(name)) && !isVerified(shared)
  })
  if (mayEqual || !isOptional) return mayEqual
  const early = new Set([...endedEarly].map(({ number }) => number))
  return finished.some(({ number, params: known }) => {
    const shared = sharedWith(known)
    const isPart = shared.length > 0 && shared.length < names.length && shared.length === Object.keys(known).length
    return isPart && !early.has(number) && !isVerified(shared, number)
  })
}

/** Whether a trial started before any parameter was known, and has not asked yet. */
export const hasNotAsked = ({ params }: RunningTrial) => Object.keys(params).length === 0

const has = (params: Params, name: string, values: Params) =>
  Object.hasOwn(params, name) && sameJson(params[name] ?? null, values[name] ?? null)
