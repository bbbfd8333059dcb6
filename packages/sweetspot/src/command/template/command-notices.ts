import type { Json, SearchSpace } from '@sweetspot/core'
import type { CommandTemplate } from '../command-template.ts'

/**
 * Notices about a command: values that a program may take for an option, because they begin with `-` and are an argument
 * of their own.
 */
export function commandNotices({ parts, shell }: CommandTemplate, space: SearchSpace): readonly string[] {
  if (shell) return []
  const alone = new Set(
    parts.flatMap((part) => {
      const [only, ...others] = 'text' in part ? part.text : []
      return typeof only === 'object' && others.length === 0 && 'param' in only ? [only.param] : []
    }),
  )
  return space.dimensions.flatMap(({ name, parameter }) => {
    if (!alone.has(name)) return []
    const values: readonly Json[] =
      'values' in parameter ? parameter.values : 'value' in parameter ? [parameter.value] : []
    const option = values.find((value) => typeof value === 'string' && value.startsWith('-'))
    if (option === undefined) return []
    return [`The value ${JSON.stringify(option)} of ${name} may be read as an option: write --${name}={${name}}.`]
  })
}
