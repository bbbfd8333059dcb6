import { isList } from '@sweetspot/core'
import type { CommandPart, CommandTemplate, ParamsFormat, Placeholder, ValueStyle } from '../command-template.ts'

const FORMATS: { readonly [format in ParamsFormat]: true } = {
  named: true,
  'no-hyphens': true,
  'no-equals': true,
  'boolean-flags': true,
  'hydra-append': true,
  'hydra-override': true,
  json: true,
  'json-file': true,
}

const STYLES: { readonly [style in ValueStyle]: true } = { json: true, python: true }

const TRIAL_TEXTS: { readonly [text in Extract<Placeholder, { readonly trial: unknown }>['trial']]: true } = {
  number: true,
  folder: true,
  'params-file': true,
  'params-json': true,
}

/** Whether a value is a command template in all its parts. False for objects that throw when they are read. */
export function isTemplate(given: unknown): given is CommandTemplate {
  try {
    const { parts, shell, values, secrets } = given as CommandTemplate
    return (
      isList(parts) &&
      parts.length > 0 &&
      parts.every(isPart) &&
      (shell === undefined || typeof shell === 'boolean') &&
      (values === undefined || isKey(STYLES, values)) &&
      (secrets === undefined || (isList(secrets) && secrets.every(isText)))
    )
  } catch {
    return false
  }
}

function isPart(given: CommandPart): boolean {
  if ('params' in given) return isKey(FORMATS, given.params)
  return isList(given.text) && given.text.every((piece) => isText(piece) || isPlaceholder(piece))
}

function isPlaceholder(given: Placeholder): boolean {
  if ('trial' in given) return isKey(TRIAL_TEXTS, given.trial)
  return isText('param' in given ? given.param : given.environment)
}

const isText = (given: unknown): given is string => typeof given === 'string'

const isKey = (table: object, given: unknown) => isText(given) && Object.hasOwn(table, given)
