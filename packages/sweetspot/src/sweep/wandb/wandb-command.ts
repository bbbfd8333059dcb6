import { type Json, nearestName } from '@sweetspot/core'
import type { CommandPart, CommandTemplate, ParamsFormat, Placeholder } from '../../command/command-template.ts'
import { pythonText } from '../../command/template/python-text.ts'
import { faultAt, isArray, type SweepDocument, textAt } from '../document/sweep-document.ts'

/** The macros that stand for all params. */
const PARAMS: { readonly [macro: string]: ParamsFormat } = {
  args: 'named',
  args_no_hyphens: 'no-hyphens',
  args_no_equals: 'no-equals',
  args_no_boolean_flags: 'boolean-flags',
  args_append_hydra: 'hydra-append',
  args_override_hydra: 'hydra-override',
  args_json: 'json',
  args_json_file: 'json-file',
}

const macroText = (macro: string) => `\${${macro}}`

const DEFAULT: readonly string[] = ['env', 'interpreter', 'program', 'args'].map(macroText)

const WHOLE_MACRO = /^\$\{(.*)\}$/s
const VARIABLE = /\$\{envvar:([A-Z0-9_]*)\}/g

/** Reads the command of a W&B sweep. Undefined, with a notice, if the file has neither a command nor a program. */
export function wandbCommand(
  document: SweepDocument,
  { program: given, command }: { readonly program?: Json; readonly command?: Json },
  names: readonly string[],
  notice: (text: string) => void,
): CommandTemplate | undefined {
  const program = textAt(document, ['program'], given)
  if (command === undefined || command === null) {
    if (program !== undefined) return { parts: DEFAULT.map((entry) => partOf(entry, program)), values: 'python' }
    notice('The file has no program and no command: pass the command after --.')
    return undefined
  }
  if (!isArray(command) || command.length === 0) {
    throw faultAt(document, ['command'], 'Expected command to be a list with one entry for each argument.')
  }
  if (program === undefined && command.includes(macroText('program'))) {
    notice('The command uses its program, but the file has none: pass the whole command after --.')
    return undefined
  }
  const perParameter: string[] = []
  const parts = command.flatMap((entry): CommandPart[] => {
    const text = pythonText(entry)
    if (/^-.* /s.test(text)) notice(`The command entry ${JSON.stringify(text)} is one argument, with its spaces.`)
    const [, macro] = VARIABLE.test(text) ? [] : (WHOLE_MACRO.exec(text) ?? [])
    VARIABLE.lastIndex = 0
    if (macro === undefined) return [{ text: withVariables(text) }]
    if (macro === 'env' || macro === 'interpreter' || macro === 'program' || Object.hasOwn(PARAMS, macro)) {
      return [partOf(text, program ?? '')]
    }
    if (names.includes(macro)) {
      perParameter.push(macro)
      return [{ text: [{ param: macro }] }]
    }
    // A resolver of Hydra, such as the current time, is for the program.
    if (macro.includes(':')) return [{ text: [text] }]
    const near = nearestName(macro, ['env', 'interpreter', 'program', ...Object.keys(PARAMS), ...names])
    notice(
      `The command entry ${text} is no macro and is left out, as W&B does${near ? `; did you mean \${${near}}?` : '.'}`,
    )
    return []
  })
  if (perParameter.length > 0) {
    notice(
      `Macros of the command are replaced by the values of ${perParameter.join(', ')}; W&B leaves such entries out.`,
    )
  }
  const passesParams = perParameter.length > 0 || parts.some((part) => 'params' in part)
  if (!passesParams && names.length > 0) {
    notice('The command passes no params: the program has to read them from the file of SWEETSPOT_PARAMS_FILE.')
  }
  return { parts, values: 'python' }
}

/** The part of a known macro; W&B replaces it only if it is a whole entry. */
function partOf(entry: Json, program: string): CommandPart {
  const [, macro = ''] = WHOLE_MACRO.exec(String(entry)) ?? []
  const format = Object.hasOwn(PARAMS, macro) ? PARAMS[macro] : undefined
  if (format) return { params: format }
  return { text: [macro === 'env' ? '/usr/bin/env' : macro === 'interpreter' ? 'python' : program] }
}

function withVariables(text: string): readonly (string | Placeholder)[] {
  const pieces: (string | Placeholder)[] = []
  let end = 0
  for (const match of text.matchAll(VARIABLE)) {
    if (match.index > end) pieces.push(text.slice(end, match.index))
    pieces.push({ environment: match[1] ?? '' })
    end = match.index + match[0].length
  }
  if (end < text.length || pieces.length === 0) pieces.push(text.slice(end))
  return pieces
}
