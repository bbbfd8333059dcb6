import {
  createStudy,
  type Directions,
  type JournalStorage,
  type Json,
  type Parameter,
  type Params,
  randomSampler,
  type Study,
  space,
} from '@sweetspot/core'
import { addInOrder, type ForeignTrial, fitsParameter, runningNotice } from '../add-in-order.ts'
import { plainAttribute } from '../plain-attribute.ts'
import { constraintsOf, constraintValues } from './constraints.ts'
import { valueOf } from './distribution.ts'
import {
  CONSTRAINT,
  FIXED_PARAMS,
  METRIC_NAMES,
  type OptunaAttributes,
  type OptunaStudy,
  type OptunaTrial,
  UNNAMED_CONSTRAINTS,
} from './optuna-study.ts'
import { unitedParameters } from './parameters.ts'

/** The start of attributes here that are system attributes in Optuna. */
export const SYSTEM_PREFIX = 'optuna:'

/** The attribute with the params of a trial that do not fit any range here. */
export const UNFIT_PARAMS = `${SYSTEM_PREFIX}params`

/**
 * Writes a study of Optuna to a storage.
 *
 * Its space is define-by-run, with the parameters that its trials had.
 *
 * @returns One line for each thing that is different here.
 */
export async function studyOfOptuna(source: OptunaStudy, storage: JournalStorage, name: string): Promise<string[]> {
  const metrics = metricNames(source)
  const constraints = constraintsOf(source)
  const united = unitedParameters(source)
  const parameters = Object.fromEntries([...united].map(([each, { parameter }]) => [each, parameter]))
  const directions: Directions = Object.fromEntries(
    metrics.map((metric, index) => [metric, source.directions[index] === 'maximize' ? 'maximize' : 'minimize']),
  )
  const study: Study = await createStudy<Params, string, string>({
    name,
    storage,
    directions,
    sampler: randomSampler(),
    ...(constraints.names.length > 0 && {
      constraints: Object.fromEntries(constraints.names.map((each) => [each, { atMost: 0 }])),
    }),
    // Without any parameter, only a declared space accepts trials that have run. Waiting ones are the start of a search.
    ...(united.size === 0 && source.trials.some(({ state }) => state !== 'WAITING') && { space: space({}) }),
    observers: [{ notice: () => {} }],
  })
  const unfit: number[] = []
  try {
    const attributes = attributesOf(source.userAttributes, source.systemAttributes, [METRIC_NAMES])
    if (Object.keys(attributes).length > 0) await study.annotate(attributes)
    if (united.size > 0) await study.discover(parameters)
    const given = source.trials.map((trial, number): ForeignTrial => {
      const { params, others } = paramsOf(trial, parameters)
      if (Object.keys(others).length > 0) unfit.push(number)
      const left = Object.keys(others).length > 0 ? { [UNFIT_PARAMS]: others } : {}
      const shown = attributesOf(trial.userAttributes, trial.systemAttributes, [UNNAMED_CONSTRAINTS, CONSTRAINT])
      return givenTrial(trial, params, { ...shown, ...left }, metrics, constraintValues(trial, constraints))
    })
    await addInOrder(study, given)
  } finally {
    await study.close()
  }
  return [
    ...[...united.values()].flatMap(({ notices }) => notices),
    ...constraints.notices,
    ...(source.directions.includes('not-set') ? ['The direction was not set in Optuna: the value is minimised.'] : []),
    ...(unfit.length > 0
      ? [`Trials ${unfit.join(', ')} have params that fit no range; these are in their attribute ${UNFIT_PARAMS}.`]
      : []),
    ...runningNotice(
      'Optuna',
      source.trials.flatMap(({ state }, number) => (state === 'RUNNING' ? [number] : [])),
    ),
  ]
}

function givenTrial(
  trial: OptunaTrial,
  params: Params,
  attributes: { readonly [name: string]: Json },
  metrics: readonly string[],
  constraints: { readonly [name: string]: number },
): ForeignTrial {
  const { state, startedAt, finishedAt, values: told } = trial
  const named = (list: readonly number[]) => Object.fromEntries(metrics.map((metric, index) => [metric, list[index]]))
  const [metric = 'value'] = metrics
  const measurements = trial.intermediateValues.map(([step, value]) => ({ step, values: { [metric]: value } }))
  const times = {
    ...(startedAt !== undefined && { startedAt }),
    // Clocks of several machines may put the end before the start.
    ...(finishedAt !== undefined && { finishedAt: Math.max(finishedAt, startedAt ?? finishedAt) }),
  }
  const details = { attributes, ...(measurements.length > 0 && { measurements }) }
  if (state === 'WAITING') return { state: 'waiting', params, attributes }
  if (state === 'RUNNING')
    return { state: 'running', params, details: { ...details, ...(startedAt !== undefined && { startedAt }) } }
  if (state === 'COMPLETE') {
    const values = { ...named(told ?? []), ...constraints } as { readonly [name: string]: number }
    return { params, ...details, ...times, values }
  }
  if (state === 'PRUNED') {
    const values = { ...(told && named(told)), ...constraints } as { readonly [name: string]: number }
    return { state: 'pruned', params, ...details, ...times, ...(Object.keys(values).length > 0 && { values }) }
  }
  const { fail_reason: error } = trial.systemAttributes
  return { state: 'failed', params, ...details, ...times, ...(typeof error === 'string' && { error }) }
}

/** The params of a trial that fit its parameters, and the others. Those of a waiting trial may have any value. */
function paramsOf(
  { state, params, systemAttributes }: OptunaTrial,
  parameters: { readonly [name: string]: Parameter },
): { readonly params: Params; readonly others: Params } {
  const fixed = state === 'WAITING' ? systemAttributes[FIXED_PARAMS] : undefined
  const given = typeof fixed === 'object' && fixed !== null ? Object.entries(fixed) : []
  const used = Object.entries(params).map(([name, each]) => [name, valueOf(each.distribution, each.internal)] as const)
  const fit: [string, Json][] = given.map(([name, value]) => [name, plainAttribute(value)])
  const others: [string, Json][] = []
  for (const [name, value] of used) {
    const plain = plainAttribute(value)
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    ;(parameter && fitsParameter(name, parameter, plain) ? fit : others).push([name, plain])
  }
  return { params: Object.fromEntries(fit), others: Object.fromEntries(others) }
}

/** The names of the objectives: those given in Optuna; otherwise `value`, or `value_0`, `value_1`, … */
function metricNames({ directions, systemAttributes }: OptunaStudy): readonly string[] {
  const given = systemAttributes[METRIC_NAMES]
  if (Array.isArray(given) && given.length === directions.length) return given.map(String)
  return directions.length === 1 ? ['value'] : directions.map((_, index) => `value_${index}`)
}

/** User attributes, and system attributes with a prefix, except those that have another place here. */
function attributesOf(
  user: OptunaAttributes,
  system: OptunaAttributes,
  elsewhere: readonly string[],
): { readonly [name: string]: Json } {
  const others = Object.entries(system).filter(
    ([name]) => !elsewhere.some((each) => (each.endsWith(':') ? name.startsWith(each) : name === each)),
  )
  return Object.fromEntries([
    ...others.map(([name, value]) => [`${SYSTEM_PREFIX}${name}`, plainAttribute(value)] as const),
    ...Object.entries(user).map(([name, value]) => [name, plainAttribute(value)] as const),
  ])
}
