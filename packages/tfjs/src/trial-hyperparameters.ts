import { fixed, type Json, type Parameter, type Params, SweetspotError, type Trial } from '@sweetspot/core'
import { HyperParameters } from './hyperparameters.ts'
import type { TunerOptions } from './tuner-options.ts'

type EntryOptions = Pick<TunerOptions, 'hyperparameters' | 'tuneNewEntries' | 'allowNewEntries'>

/**
 * The parameter that is searched under a name: the one that the user gave beforehand, or a value held fixed, wins over
 * the one in `buildModel`; undefined for one that keeps its default.
 *
 * @throws ERR_PARAMETER_CONFLICT for a new name that is not allowed
 */
export function searchedParameter(name: string, asked: Parameter, options: EntryOptions): Parameter | undefined {
  const { hyperparameters, tuneNewEntries = true, allowNewEntries = true } = options
  if (!hyperparameters) return asked
  const given = hyperparameters.space.get(name)
  if (given) return given
  const held = hyperparameters.values[name]
  if (held !== undefined) return fixed(held)
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
  return new HyperParameters((name, asked, where) => {
    const searched = searchedParameter(name, asked, options)
    return searched && valueIn(trial, studyName(name, searched === asked && branched.has(name), where), searched)
  })
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
  switch (parameter.kind) {
    case 'float':
      return trial.float(name, parameter.low, parameter.high, parameter)
    case 'int':
      return trial.int(name, parameter.low, parameter.high, parameter)
    case 'choice':
      return trial.choice(name, parameter.values, parameter)
    case 'ordinal':
      return trial.ordinal(name, parameter.values, parameter)
    case 'boolean':
      return trial.boolean(name, parameter)
    case 'fixed':
      return trial.fixed(name, parameter.value)
  }
}
