import { SweetspotError } from '@sweetspot/core'
import type { CommandTemplate } from '../command-template.ts'
import { paramsArguments } from './params-arguments.ts'
import { placeholderText, type TrialValues } from './trial-values.ts'

/**
 * Renders a command for `sh -c`. Values are positional parameters of the shell, whose contents it never parses: the
 * script has only `"${1}"` in place of a placeholder.
 *
 * @throws ERR_INVALID_ARGUMENT for a placeholder inside single quotes, and as for other commands
 */
export function shellCommand(template: CommandTemplate, values: TrialValues): readonly string[] {
  const positional: string[] = []
  let script = ''
  let quote: Quote = ''
  const insert = (value: string) => {
    if (quote === "'") {
      throw new SweetspotError(
        'ERR_INVALID_ARGUMENT',
        'A placeholder of the shell command is inside single quotes, in which the shell replaces nothing: use double quotes.',
      )
    }
    positional.push(value)
    const reference = `\${${positional.length}}`
    script += quote === '"' ? reference : `"${reference}"`
  }
  template.parts.forEach((part, index) => {
    if (index > 0) script += ' '
    if ('params' in part) {
      paramsArguments(part.params, values, template).forEach((argument, place) => {
        if (place > 0) script += ' '
        insert(argument)
      })
      return
    }
    for (const piece of part.text) {
      // An inactive param is empty: which words belong to it is for the script to know.
      if (typeof piece === 'object') insert(placeholderText(piece, values, template) ?? '')
      else {
        script += piece
        quote = quoteAfter(piece, quote)
      }
    }
  })
  return ['sh', '-c', script, 'sh', ...positional]
}

type Quote = '' | '"' | "'"

/** The quote that is open after some text of a script. */
function quoteAfter(text: string, before: Quote): Quote {
  let quote = before
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i]
    if (letter === '\\' && quote !== "'") i += 1
    else if ((letter === '"' || letter === "'") && (quote === '' || quote === letter))
      quote = quote === '' ? letter : ''
  }
  return quote
}
