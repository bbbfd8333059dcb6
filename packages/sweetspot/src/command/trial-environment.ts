import type { Params } from '@sweetspot/core'
import { OWN_PREFIX } from '../executors/inherited-environment.ts'
import { paramText } from './command-template.ts'

/** The part of a command's environment that describes its trial. */
export interface TrialFacts {
  readonly study: string
  readonly number: number
  readonly attempt: number
  readonly params: Params
  readonly folder: string
  readonly paramsFile: string
}

/** The variables of a trial. */
export function trialEnvironment(facts: TrialFacts): Record<string, string> {
  const { study, number, attempt, folder, paramsFile } = facts
  return {
    ...paramVariables(facts.params),
    SWEETSPOT_STUDY: study,
    SWEETSPOT_TRIAL: String(number),
    SWEETSPOT_ATTEMPT: String(attempt),
    SWEETSPOT_DIR: folder,
    SWEETSPOT_PARAMS_FILE: paramsFile,
  }
}

/**
 * A variable for each param, such as `SWEETSPOT_PARAM_MODEL_LR` for `model.lr`. Params that would share a variable, and
 * values with a NUL character, which no variable can have, are only in the file.
 */
export function paramVariables(params: Params): Record<string, string> {
  const shared = new Set(sharedVariables(Object.keys(params)).map(({ variable }) => variable))
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => {
      const [variable, text] = [variableOf(name), paramText(value)]
      return shared.has(variable) || text.includes('\0') ? [] : [[variable, text] as const]
    }),
  )
}

/** The variables that several params would share, each with their names. */
export function sharedVariables(names: readonly string[]) {
  const byVariable = Map.groupBy(new Set(names), variableOf)
  return [...byVariable].flatMap(([variable, all]) => (all.length > 1 ? [{ variable, names: all }] : []))
}

const variableOf = (name: string) => `${OWN_PREFIX}PARAM_${name.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`
