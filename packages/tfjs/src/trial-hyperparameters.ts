import { fixed, type Json, type Parameter, SweetspotError, type Trial } from '@sweetspot/core'
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

/** The hyperparameters that `buildModel` gets for a trial; without a trial, the defaults, to see what it asks for. */
export function trialHyperParameters(trial: Trial | undefined, options: EntryOptions): HyperParameters {
  return new HyperParameters((name, asked) => {
    const searched = searchedParameter(name, asked, options)
    if (!trial) return options.hyperparameters?.values[name]
    return searched && valueIn(trial, name, searched)
  })
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
