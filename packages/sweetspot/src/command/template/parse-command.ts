import { formatValue, isList, type SearchSpace, SweetspotError } from '@sweetspot/core'
import type { CommandPart, CommandTemplate } from '../command-template.ts'
import { splitPlaceholders } from './placeholder-text.ts'

/**
 * Parses a command with bare placeholders, such as `['python', 'train.py', '--lr', '{lr}']`.
 *
 * `{name}` is the value of a param, `{trial}` the number of the trial, `{dir}` its folder and `{params.json}` the path of
 * a JSON file with all params. A command that uses no param gets all of them appended as `--name=value`.
 *
 * @param argv - The program and its arguments, one element each.
 * @param space - The space of the study. Without it, every name in braces may be a param.
 * @throws ERR_INVALID_ARGUMENT for an empty or invalid list, for a placeholder that is no param, and for a param of the
 *   space that a command with placeholders does not use
 */
export function parseCommand(argv: readonly string[], space?: SearchSpace): CommandTemplate {
  if (!isList(argv) || argv.length === 0 || !argv.every((element) => typeof element === 'string')) {
    throw invalid(`Expected the command as a list of texts, its program first; received ${formatValue(argv)}.`)
  }
  if (argv[0]?.trim() === '') throw invalid('Expected the name of a program as the first element of the command.')
  const names = space?.dimensions.map(({ name }) => name)
  const parts = argv.map((element): CommandPart => ({ text: splitPlaceholders(element, names) }))
  const placeholders = parts
    .flatMap((part) => ('text' in part ? part.text : []))
    .filter((one) => typeof one === 'object')
  const takesFile = placeholders.some((one) => 'trial' in one && one.trial === 'params-file')
  if (takesFile) return { parts }
  const used = new Set(placeholders.flatMap((one) => ('param' in one ? [one.param] : [])))
  // {trial} and {dir} alone pass no param.
  if (used.size === 0) return { parts: [...parts, { params: 'named' }] }
  const unused = [...new Set(names)].filter((name) => !used.has(name))
  const [first] = unused
  if (first !== undefined) throw unusedParams(first, unused, argv)
  return { parts }
}

function unusedParams(first: string, unused: readonly string[], argv: readonly string[]): SweetspotError {
  const all = unused.map((name) => `{${name}}`).join(', ')
  const isShell = argv.some((element) => element.includes(`\${${first}}`))
  const hint = isShell
    ? `Write {${first}} instead of \${${first}}, which is left as it is.`
    : `Add ${all}, or {params.json}; or remove all placeholders, which appends every param as --name=value.`
  return invalid(`The command does not use ${all}. ${hint}`)
}

const invalid = (text: string) => new SweetspotError('ERR_INVALID_ARGUMENT', text)
