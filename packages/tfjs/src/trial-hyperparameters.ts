import { type Json, type Parameter, SweetspotError, type Trial } from '@sweetspot/core'
import { HyperParameters } from './hyperparameters.ts'
import type { TunerOptions } from './tuner-options.ts'

type EntryOptions = Pick<TunerOptions, 'hyperparameters' | 'tuneNewEntries' | 'allowNewEntries'>

/**
 * The hyperparameters that `buildModel` gets for a trial; without a trial, the defaults, to see what it asks for. Ranges
 * that the user gave beforehand win over those in `buildModel`.
 */
export function trialHyperParameters(trial: Trial | undefined, options: EntryOptions): HyperParameters {
  const { hyperparameters, tuneNewEntries = true, allowNewEntries = true } = options
  const presets = hyperparameters?.space
  return new HyperParameters((name, parameter) => {
    const preset = presets?.get(name)
    if (presets && !preset && !allowNewEntries) {
      throw new SweetspotError('ERR_PARAMETER_CONFLICT', `buildModel asks for ${name}, and allowNewEntries is false.`)
    }
    if (presets && !preset && !tuneNewEntries) return undefined
    const searched = preset ?? parameter
    return trial ? valueIn(trial, name, searched) : presetValue(hyperparameters, name)
  })
}

function presetValue(hyperparameters: HyperParameters | undefined, name: string): Json | undefined {
  return hyperparameters?.values[name]
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
