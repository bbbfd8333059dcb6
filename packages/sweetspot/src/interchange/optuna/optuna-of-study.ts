import type { Json, MetricValues, OutcomeConstraint, Params, StudySnapshot, TrialRecord } from '@sweetspot/core'
import {
  CONSTRAINT,
  FIXED_PARAMS,
  METRIC_NAMES,
  type OptunaAttributes,
  type OptunaState,
  type OptunaStudy,
  type OptunaTrial,
} from './optuna-study.ts'
import { SYSTEM_PREFIX } from './study-of-optuna.ts'
import { type TrialDistributions, trialDistributions } from './trial-distributions.ts'

/** A study in Optuna's form, and one line for each thing that is different there. */
export interface OptunaExport {
  readonly study: OptunaStudy
  readonly notices: readonly string[]
}

/** Converts a study to Optuna's form. */
export function optunaOfStudy(snapshot: StudySnapshot): OptunaExport {
  const { name, metrics, directions, attributes, trials } = snapshot
  const distributions = trialDistributions(snapshot)
  const hasNames = metrics.some((metric, index) => metric !== (metrics.length === 1 ? 'value' : `value_${index}`))
  const { user, system } = separated(attributes)
  const records = [...trials]
  return {
    study: {
      name,
      directions: metrics.map((metric) => directions[metric] ?? 'minimize'),
      userAttributes: user,
      systemAttributes: { ...system, ...(hasNames && { [METRIC_NAMES]: metrics }) },
      trials: records.map((trial) => trialOf(trial, snapshot, distributions)),
    },
    notices: [...distributions.notices, ...differences(records)],
  }
}

const STATES: { readonly [state in TrialRecord['state']]: OptunaState } = {
  waiting: 'WAITING',
  running: 'RUNNING',
  paused: 'WAITING',
  completed: 'COMPLETE',
  pruned: 'PRUNED',
  failed: 'FAIL',
}

function trialOf(trial: TrialRecord, snapshot: StudySnapshot, { paramOf }: TrialDistributions): OptunaTrial {
  const { params, given, attributes } = trial
  const { user, system } = separated(attributes)
  const values = valuesOf(trial, snapshot.metrics)
  const state = trial.state === 'failed' && values ? 'COMPLETE' : STATES[trial.state]
  const isWaiting = state === 'WAITING'
  const fixed = isWaiting ? params : given
  return {
    state,
    ...(values && { values }),
    ...(!isWaiting && 'startedAt' in trial && { startedAt: trial.startedAt }),
    ...('finishedAt' in trial && { finishedAt: trial.finishedAt }),
    params: isWaiting
      ? {}
      : Object.fromEntries(Object.entries<Json>(params as Params).map(([name, value]) => [name, paramOf(name, value)])),
    userAttributes: { ...user, ...(trial.excluded && { [EXCLUDED]: true }) },
    systemAttributes: {
      ...system,
      ...(fixed && Object.keys(fixed).length > 0 && { [FIXED_PARAMS]: fixed }),
      ...(trial.state === 'failed' && { fail_reason: trial.error ?? trial.reason }),
      ...constraintsOf(trial, snapshot.constraints),
    },
    intermediateValues: curveOf(trial, snapshot.metrics),
  }
}

/** The user attribute of trials that are excluded here, which Optuna cannot do. */
const EXCLUDED = 'sweetspot:excluded'

/** The values that Optuna keeps with a trial: never NaN, and for a pruned trial its last intermediate value. */
function valuesOf(trial: TrialRecord, metrics: readonly string[]): readonly number[] | undefined {
  if (!('values' in trial) && trial.state !== 'pruned') return undefined
  if (trial.state === 'paused') return undefined
  const told: MetricValues | undefined = 'values' in trial ? trial.values : undefined
  const last = metrics.length === 1 && trial.state === 'pruned' ? trial.measurements.at(-1)?.values : undefined
  const values = metrics.map((metric) => told?.[metric] ?? last?.[metric])
  return values.every((value) => value !== undefined && !Number.isNaN(value)) ? (values as number[]) : undefined
}

/** Values of constraints as Optuna has them: met if at most 0. */
function constraintsOf(
  trial: TrialRecord,
  constraints: { readonly [name: string]: OutcomeConstraint },
): OptunaAttributes {
  const values: MetricValues = ('values' in trial && trial.values) || {}
  return Object.fromEntries(
    Object.entries(constraints).flatMap(([name, { atMost, atLeast }]) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined
      if (value === undefined || Number.isNaN(value)) return []
      const above = atMost === undefined ? Number.NEGATIVE_INFINITY : value - atMost
      const below = atLeast === undefined ? Number.NEGATIVE_INFINITY : atLeast - value
      return [[`${CONSTRAINT}${name}`, Math.max(above, below)]]
    }),
  )
}

/** The curve of the first metric. Optuna has integer steps only: of several values at one, the last stays. */
function curveOf(
  { measurements }: TrialRecord,
  [metric = 'value']: readonly string[],
): OptunaTrial['intermediateValues'] {
  const curve = new Map<number, number>()
  for (const { step, values } of measurements) {
    const value = values[metric]
    if (value !== undefined) curve.set(Math.floor(step), value)
  }
  return [...curve]
}

/** User and system attributes. */
function separated(attributes: { readonly [name: string]: Json }): {
  readonly user: OptunaAttributes
  readonly system: OptunaAttributes
} {
  const entries = Object.entries(attributes)
  const isSystem = ([name]: readonly [string, Json]) => name.startsWith(SYSTEM_PREFIX)
  return {
    user: Object.fromEntries(entries.filter((entry) => !isSystem(entry))),
    system: Object.fromEntries(
      entries.filter(isSystem).map(([name, value]) => [name.slice(SYSTEM_PREFIX.length), value]),
    ),
  }
}

function differences(trials: readonly TrialRecord[]): string[] {
  const some = (what: string, isSo: (trial: TrialRecord, place: number) => boolean) => {
    const count = trials.filter(isSo).length
    return count === 0 ? [] : [`${what} (${count} of ${trials.length} trials)`]
  }
  return [
    ...some('Trials have other numbers in Optuna, because some were deleted.', ({ number }, place) => number !== place),
    ...some(
      `Excluded trials have the user attribute ${EXCLUDED}; Optuna learns from them.`,
      ({ excluded }) => excluded === true,
    ),
    ...some('Paused trials are waiting in Optuna.', ({ state }) => state === 'paused'),
    ...some('Steps are rounded down to integers.', ({ measurements }) =>
      measurements.some(({ step }) => !Number.isInteger(step)),
    ),
    ...some('Only the first metric of intermediate values is kept.', ({ measurements }) =>
      measurements.some(({ values }) => Object.keys(values).length > 1),
    ),
  ]
}
