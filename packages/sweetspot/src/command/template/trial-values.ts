import { type Json, nearestName, type Params, type SearchSpace, SweetspotError } from '@sweetspot/core'
import type { CommandTemplate, Placeholder } from '../command-template.ts'
import { valueText } from './value-text.ts'

/** The values that a trial puts into a command. */
export interface TrialValues {
  readonly number: number
  readonly params: Params
  /** The folder of the trial, an absolute path. */
  readonly folder: string
  /** The path of the JSON file with all params. */
  readonly paramsFile: string
  /** The environment, for placeholders of environment variables. */
  readonly environment: { readonly [name: string]: string | undefined }
  /** The space. Its params may have no value in this trial, others must. */
  readonly space?: SearchSpace | undefined
}

/**
 * The text of a placeholder; undefined for a param that is inactive in this trial.
 *
 * @throws ERR_INVALID_ARGUMENT for an unknown or secret param, an unset environment variable, and a text with NUL
 */
export function placeholderText(
  placeholder: Placeholder,
  values: TrialValues,
  { secrets, values: style }: CommandTemplate,
): string | undefined {
  if ('environment' in placeholder) {
    const text = values.environment[placeholder.environment]
    if (text !== undefined) return text
    throw invalid(`The command uses the environment variable ${placeholder.environment}, which is not set.`)
  }
  if ('trial' in placeholder) {
    if (placeholder.trial === 'number') return String(values.number)
    if (placeholder.trial === 'folder') return values.folder
    return placeholder.trial === 'params-file' ? values.paramsFile : JSON.stringify(openParams(values.params, secrets))
  }
  const { param } = placeholder
  if (secrets?.includes(param)) {
    throw invalid(
      `The command uses the secret param ${param}, but other users can read the arguments of a process: read it from SWEETSPOT_PARAMS_FILE.`,
    )
  }
  if (!Object.hasOwn(values.params, param)) {
    if (values.space?.dimensions.some(({ name }) => name === param)) return undefined
    const meant = nearestName(param, Object.keys(values.params))
    throw invalid(
      `The command uses {${param}}, which trial ${values.number} has no value for${meant === undefined ? '' : `; did you mean {${meant}}?`}`,
    )
  }
  return withoutNul(valueText(values.params[param] as Json, style), param)
}

/** The params that may appear in argv. */
export function openParams(params: Params, secrets: readonly string[] = []): Params {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !secrets.includes(name))) as Params
}

/** No argument and no environment variable can have a NUL character. */
export function withoutNul(text: string, param: string): string {
  if (!text.includes('\0')) return text
  throw invalid(
    `The param ${param} has a NUL character, which cannot be passed to a command: read SWEETSPOT_PARAMS_FILE.`,
  )
}

const invalid = (text: string) => new SweetspotError('ERR_INVALID_ARGUMENT', text)
