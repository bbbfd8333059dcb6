import { nearestName, type SearchSpace } from '@sweetspot/core'
import type { CommandTemplate } from '../../command/command-template.ts'
import { productError } from '../../product-error.ts'

/**
 * Checks a parsed command against the space that it runs with, which the command line or the study may have changed.
 *
 * @throws ERR_USAGE for a placeholder that is no parameter, and for a parameter that the command does not use
 */
export function checkTemplate({ parts, secrets = [] }: CommandTemplate, { dimensions }: SearchSpace): void {
  const names = [...new Set(dimensions.map(({ name }) => name))]
  const placeholders = parts
    .flatMap((part) => ('text' in part ? part.text : []))
    .filter((piece) => typeof piece === 'object')
  const used = new Set(placeholders.flatMap((one) => ('param' in one ? [one.param] : [])))
  const unknown = [...used].find((name) => !names.includes(name))
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, names)
    const hint = nearest === undefined ? `Declare it: -p ${unknown}=low..high` : `Did you mean {${nearest}}?`
    throw productError('ERR_USAGE', `The command uses {${unknown}}, which is no parameter. ${hint}`)
  }
  const takesAll =
    parts.some((part) => 'params' in part) ||
    placeholders.some((one) => 'trial' in one && one.trial.startsWith('params')) ||
    used.size === 0
  if (takesAll) return
  const unused = names.filter((name) => !used.has(name) && !secrets.includes(name)).map((name) => `{${name}}`)
  if (unused.length === 0) return
  throw productError(
    'ERR_USAGE',
    `The command does not use ${unused.join(', ')}. Add it, or {params.json}; or remove all placeholders, which appends every param as --name=value.`,
  )
}
