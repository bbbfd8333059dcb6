import { fixed, type Json, type Parameter, type Params, SweetspotError, type Trial } from '@sweetspot/core'
import { HyperParameters } from './hyperparameters.ts'
import { withoutKey } from './seeded-random.ts'
import type { TunerOptions } from './tuner-options.ts'

type EntryOptions = Pick<TunerOptions, 'hyperparameters' | 'tuneNewEntries' | 'allowNewEntries'>

/** What is searched under a name that `buildModel` asks for. */
export interface SearchedParameter {
  readonly parameter: Parameter
  /** The conditional scopes that tell it from others of its name; empty where nothing does. */
  readonly where: string
}

/**
 * What is searched under a name: the parameter that the user gave beforehand, in whatever scope, or a value held fixed,
 * wins over the one in `buildModel`; undefined for one that keeps its default.
 *
 * @param hp - The hyperparameters so far, by which scopes are active.
 * @throws ERR_PARAMETER_CONFLICT for a new name that is not allowed
 */
export function searchedParameter(
  name: string,
  asked: SearchedParameter,
  hp: HyperParameters,
  options: EntryOptions,
): SearchedParameter | undefined {
  const { hyperparameters, tuneNewEntries = true, allowNewEntries = true } = options
  if (!hyperparameters) return asked
  const given = hyperparameters.declared(name, (parent) => hp.find(parent))
  if (given) return { parameter: given.parameter, where: hyperparameters.branched.has(name) ? given.where : '' }
  const held = hyperparameters.find(name)
  if (held !== undefined) return { parameter: fixed(held), where: '' }
  if (!allowNewEntries) {
    throw new SweetspotError('ERR_PARAMETER_CONFLICT', `buildModel asks for ${name}, and allowNewEntries is false.`)
  }
  return tuneNewEntries ? asked : undefined
}

/**
 * The hyperparameters that `buildModel` gets for a trial.
 *
 * @param branched - The names that mean something else in each branch: the study knows them as `name (where)`.
 */
export function trialHyperParameters(
  trial: Trial,
  options: EntryOptions,
  branched: ReadonlySet<string>,
): HyperParameters {
  const hp: HyperParameters = new HyperParameters((name, parameter, where) => {
    const searched = searchedParameter(name, { parameter, where }, hp, options)
    if (!searched) return undefined
    const inStudy = studyName(name, branched.has(name), searched.where)
    return withoutKey(() => valueIn(trial, inStudy, searched.parameter))
  }, options.hyperparameters)
  return hp
}

/** The hyperparameters of a trial that has been run. */
export function storedHyperParameters(params: Params, branched: ReadonlySet<string>): HyperParameters {
  const entries = Object.entries(params).map(([name, value]) => {
    const plain = name.replace(/ \(.* is .*\)$/s, '')
    return [branched.has(plain) ? plain : name, value] as const
  })
  return new HyperParameters(Object.fromEntries(entries))
}

/** The name under which the study knows a hyperparameter. */
export function studyName(name: string, isBranched: boolean, where: string): string {
  return isBranched && where !== '' ? `${name} (${where})` : name
}

function valueIn(trial: Trial, name: string, parameter: Parameter): Json {
  if (parameter.kind === 'fixed') return trial.fixed(name, parameter.value)
  const preset = parameter.default === undefined ? {} : { default: parameter.default }
  switch (parameter.kind) {
    case 'float':
    case 'int': {
      const { kind, low, high, step, scale, default: first } = parameter
      const options = { ...(step !== undefined && { step }), scale, ...(first !== undefined && { default: first }) }
      return trial[kind](name, low, high, options)
    }
    case 'choice':
    case 'ordinal':
      return trial[parameter.kind](name, parameter.values, preset)
    case 'boolean':
      return trial.boolean(name, parameter.default === undefined ? {} : { default: parameter.default })
  }
}
