import { checkArgument, hasMethods, type Json, type Trial } from '@sweetspot/core'
import type { HyperParameters } from './hyperparameters.ts'
import { withoutKey } from './seeded-random.ts'

/** A running trial of a tuner. */
export interface TunerTrial extends Trial {
  /** The hyperparameters of this trial; asking for one declares it. */
  readonly hyperparameters: HyperParameters
}

/**
 * Checks the argument of `runTrial`.
 *
 * @throws ERR_INVALID_ARGUMENT for anything but a trial of a tuner
 */
export function checkTunerTrial(given: unknown): void {
  checkArgument('the trial', given, isTunerTrial(given), 'the one that the tuner calls runTrial with')
}

function isTunerTrial(given: unknown): boolean {
  try {
    return hasMethods(given, 'report', 'shouldPrune') && hasMethods((given as TunerTrial).hyperparameters, 'find')
  } catch {
    return false
  }
}

/** Adds hyperparameters to a trial, and keeps its writes to the study from using the seeded `Math.random`. */
export function tunerTrial(trial: Trial, hyperparameters: HyperParameters): TunerTrial {
  const outside =
    <A extends unknown[], R>(call: (...args: A) => R) =>
    (...args: A): R =>
      withoutKey(() => call(...args))
  return Object.freeze<TunerTrial>({
    number: trial.number,
    attempt: trial.attempt,
    startedAt: trial.startedAt,
    suggestion: trial.suggestion,
    signal: trial.signal,
    get params() {
      return trial.params
    },
    get attributes() {
      return trial.attributes
    },
    hyperparameters,
    float: outside(trial.float),
    int: outside(trial.int),
    choice: <const V extends Json>(name: string, values: readonly V[], options?: { readonly default?: NoInfer<V> }) =>
      withoutKey(() => trial.choice(name, values, options)),
    ordinal: <const V extends Json>(name: string, values: readonly V[], options?: { readonly default?: NoInfer<V> }) =>
      withoutKey(() => trial.ordinal(name, values, options)),
    boolean: outside(trial.boolean),
    fixed: <const V extends Json>(name: string, value: V) => withoutKey(() => trial.fixed(name, value)),
    report: outside(trial.report),
    shouldPrune: outside(trial.shouldPrune),
    annotate: outside(trial.annotate),
  })
}
