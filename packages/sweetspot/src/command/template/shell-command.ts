import { SweetspotError } from '@sweetspot/core'
import type { CommandTemplate, Placeholder } from '../command-template.ts'
import { paramsArguments } from './params-arguments.ts'
import { ShellQuoting } from './shell-quoting.ts'
import { placeholderText, type TrialValues } from './trial-values.ts'

/**
 * Renders a command for `sh -c`. Values are positional parameters of the shell, whose contents it never parses: the
 * script has only `"${1}"` in place of a placeholder.
 *
 * @throws ERR_INVALID_ARGUMENT as {@link checkShellCommand}, and as for other commands
 */
export function shellCommand(template: CommandTemplate, values: TrialValues): readonly string[] {
  const positional: string[] = []
  const script = scriptOf(template, (piece) => {
    // An inactive param is empty: which words belong to it is for the script to know.
    const texts =
      'params' in piece
        ? paramsArguments(piece.params, values, template)
        : [placeholderText(piece, values, template) ?? '']
    return texts.map((text) => positional.push(text))
  })
  return ['sh', '-c', script, 'sh', ...positional]
}

/**
 * Checks that the values of a command for the shell are at places where the shell takes them as they are.
 *
 * @throws ERR_INVALID_ARGUMENT for a placeholder in single quotes, backticks, `${…}` or `$((…))`, or after a backslash or
 *   the operator `<<`
 */
export function checkShellCommand(template: CommandTemplate): void {
  scriptOf(template, () => [1])
}

type Inserted = Exclude<CommandTemplate['parts'][number], { readonly text: unknown }> | Placeholder

/** @param insert - Returns the numbers of the positional parameters with the values. */
function scriptOf({ parts }: CommandTemplate, insert: (piece: Inserted) => readonly number[]): string {
  const quoting = new ShellQuoting()
  const pieces = parts.flatMap((part, index) => [
    ...(index > 0 ? [' '] : []),
    ...('params' in part ? [part] : part.text),
  ])
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') {
        quoting.take(piece)
        return piece
      }
      const { fault } = quoting
      if (fault !== undefined)
        throw new SweetspotError('ERR_INVALID_ARGUMENT', `A placeholder of the shell command ${fault}.`)
      const isQuoted = quoting.value()
      return insert(piece)
        .map((number) => (isQuoted ? `\${${number}}` : `"\${${number}}"`))
        .join(' ')
    })
    .join('')
}
