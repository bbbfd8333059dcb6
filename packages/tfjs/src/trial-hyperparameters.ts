import { fixed, type Json, type Parameter, type Params, SweetspotError, type Trial } from '@sweetspot/core'
import { HyperParameters } from './hyperparameters.ts'
import { withoutKey } from './seeded-random.ts'
import type { TunerOptions } from './tuner-options.ts'

type EntryOptions = Pick<TunerOptions, 'hyperparameters' | 'tuneNewEntries' | 'allowNewEntries'>

/** The searched parameter for a name that `buildModel` asks for. */
export interface SearchedParameter {
  readonly parameter: Parameter
  /** The conditional scopes that distinguish it from others of its name; empty without any. */
  readonly where: string
}

/**
 * Returns the searched parameter for a name. A parameter or fixed value in the option `hyperparameters`, in any scope,
 * overrides that of `buildModel`. Undefined if the hyperparameter keeps its default.
 *
 * @param hp - The hyperparameters so far, which decide which scopes are active.
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
    throw new SweetspotError(
      'ERR_PARAMETER_CONFLICT',
      `buildModel asks for ${name}, which is not in hyperparameters, and allowNewEntries is false.`,
    )
  }
  return tuneNewEntries ? asked : undefined
}

/**
 * Returns the hyperparameters that `buildModel` receives for a trial.
 *
 * @param branched - The names that several branches define differently: their names in the study are `name (where)`.
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

/** Returns the hyperparameters of a finished trial. */
export function storedHyperParameters(params: Params, branched: ReadonlySet<string>): HyperParameters {
  const entries = Object.entries(params).map(([name, value]) => {
    const plain = name.replace(/ \(.* is .*\)$/s, '')
    return [branched.has(plain) ? plain : name, value] as const
  })
  return new HyperParameters(Object.fromEntries(entries))
}

/** Returns the name of a hyperparameter in the study. */
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
