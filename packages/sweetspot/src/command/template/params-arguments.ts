import type { CommandTemplate, ParamsFormat } from '../command-template.ts'
import { openParams, type TrialValues, withoutNul } from './trial-values.ts'
import { valueText } from './value-text.ts'

/** All params as arguments. Secret params are left out; the commands read them from the file or the environment. */
export function paramsArguments(
  format: ParamsFormat,
  { params, paramsFile }: Pick<TrialValues, 'params' | 'paramsFile'>,
  { secrets, values: style }: Pick<CommandTemplate, 'secrets' | 'values'>,
): readonly string[] {
  if (format === 'json-file') return [paramsFile]
  const open = openParams(params, secrets)
  if (format === 'json') return [JSON.stringify(open)]
  return Object.entries(open).flatMap(([name, value]) => {
    if (format === 'boolean-flags' && value === true) return [`--${name}`]
    if (format === 'boolean-flags' && value === false) return []
    const text = withoutNul(valueText(value, style), name)
    return format === 'no-equals' ? [`--${name}`, text] : [`${PREFIXES[format]}${name}=${text}`]
  })
}

const PREFIXES = {
  named: '--',
  'boolean-flags': '--',
  'no-hyphens': '',
  'hydra-append': '+',
  'hydra-override': '++',
} as const
