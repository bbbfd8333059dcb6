import type { StudySnapshot } from '../../journal/study-snapshot.ts'
import { fewLevels } from '../../space/discovery/explain.ts'
import { hasValue } from '../../space/named-values.ts'
import type { Params } from '../../space/params.ts'
import { isFinished, type RunningTrial } from '../../trial/trial-record.ts'

/**
 * Returns a test whether a trial of a finite define-by-run space may repeat another one, although their params
 * differ.
 *
 * They may differ only in parameters that the objective need not ask for after the shared values. A running trial may
 * turn out to have only those; a finished trial did not ask for the rest. A trial that has not asked yet may take any
 * combination.
 */
export function repeatTest(snapshot: StudySnapshot): (params: Params) => boolean {
  const { space, running, discovery } = snapshot
  if (space.dimensions.some(({ domain }) => domain.levels === Number.POSITIVE_INFINITY)) return () => false
  if (running.some(hasNotAsked)) return (params) => Object.keys(params).length > 0
  const optional = space.dimensions.filter((dimension) => dimension.optional).map(({ name }) => name)
  if (running.length === 0 && optional.length === 0) return () => false
  const unconditional = new Set(
    space.dimensions.flatMap((dimension) =>
      dimension.conditions.length === 0 && !dimension.optional && discovery.trials > 0 ? [dimension.name] : [],
    ),
  )
  // A name that all trials so far have may still depend on a value that no finished trial has had.
  const branching = new Set(
    space.dimensions.flatMap(({ name, parameter }) => (fewLevels(parameter) === undefined ? [] : [name])),
  )
  const finished = [...snapshot.trials].filter(isFinished)
  const early = new Set([...snapshot.endedEarly].map(({ number }) => number))
  return (params) => {
    const names = Object.keys(params)
    const sharedWith = (other: Params) => names.filter((name) => hasValue(other, name, params[name] ?? null))
    /** Whether the objective has asked for all other names after the shared values. */
    const isVerified = (shared: readonly string[], since = -1) =>
      finished.some(
        ({ number, params: known }) =>
          number > since &&
          shared.every((name) => hasValue(known, name, params[name] ?? null)) &&
          names.every((name) => Object.hasOwn(known, name)),
      )
    const isKnown = (name: string) => finished.some(({ params: known }) => hasValue(known, name, params[name] ?? null))
    const mayEqual = running.some((trial) => {
      const shared = sharedWith(trial.params)
      if (shared.length === 0) return false
      const others = names.filter((name) => !shared.includes(name))
      const isCertain =
        others.some((name) => unconditional.has(name)) && shared.every((name) => !branching.has(name) || isKnown(name))
      return !isCertain && !isVerified(shared)
    })
    if (mayEqual || !optional.some((name) => Object.hasOwn(params, name))) return mayEqual
    return finished.some(({ number, params: known }) => {
      const shared = sharedWith(known)
      const isPart = shared.length > 0 && shared.length < names.length && shared.length === Object.keys(known).length
      return isPart && !early.has(number) && !isVerified(shared, number)
    })
  }
}

/** Whether a trial started before any parameter was known, and has not asked yet. */
export const hasNotAsked = ({ params }: RunningTrial) => Object.keys(params).length === 0
