import type { CommandPart, CommandTemplate } from '../command-template.ts'
import { paramsArguments } from './params-arguments.ts'
import { shellCommand } from './shell-command.ts'
import { placeholderText, type TrialValues } from './trial-values.ts'

/**
 * Renders the command of a trial as argv, with each value as it is.
 *
 * An element that uses an inactive param is left out, and so is an option before it, as in `--depth {depth}`.
 *
 * @throws ERR_INVALID_ARGUMENT for a placeholder without a value, a secret param, and a value with a NUL character
 */
export function renderCommand(template: CommandTemplate, values: TrialValues): readonly string[] {
  if (template.shell) return shellCommand(template, values)
  const argv: string[] = []
  template.parts.forEach((part, index) => {
    if ('params' in part) {
      argv.push(...paramsArguments(part.params, values, template))
      return
    }
    const text = part.text.map((piece) =>
      typeof piece === 'string' ? piece : placeholderText(piece, values, template),
    )
    if (text.every((piece) => piece !== undefined)) argv.push(text.join(''))
    else if (text.length === 1 && isOption(template.parts[index - 1])) argv.pop()
  })
  return argv
}

/** Whether a part is an option without a value, such as `--depth`. */
function isOption(part: CommandPart | undefined): boolean {
  if (!part || !('text' in part)) return false
  const [only, ...others] = part.text
  return others.length === 0 && typeof only === 'string' && /^-[^=]+$/.test(only)
}
