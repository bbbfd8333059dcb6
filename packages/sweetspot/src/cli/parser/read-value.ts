import { formatValue, nearestName } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import { numberFromText } from '../../text/number-text.ts'
import type { ArgumentSpec, OptionSpec } from '../table/command-spec.ts'

/**
 * Converts the text of an argument, an option or an environment variable.
 *
 * @param of - Its name for messages, such as `--limit`.
 * @throws ERR_USAGE
 */
export function readValue(of: string, spec: ArgumentSpec | OptionSpec, text: string): string | number {
  const { kind = 'text', choices } = spec
  if (choices) return readChoice(of, choices, text)
  if (kind === 'text') return text
  const value = numberFromText(text) ?? Number.NaN
  const fits = kind === 'integer' ? Number.isSafeInteger(value) && value >= 0 : Number.isFinite(value)
  if (fits) return value
  const wanted = kind === 'integer' ? 'an integer of at least 0' : 'a number'
  throw productError('ERR_USAGE', `Expected ${of} to be ${wanted}; received ${formatValue(text)}.`)
}

function readChoice(of: string, choices: readonly string[], text: string): string {
  if (choices.includes(text)) return text
  const nearest = nearestName(text, choices)
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`
  throw productError(
    'ERR_USAGE',
    `Expected ${of} to be one of ${choices.join(', ')}; received ${formatValue(text)}.${hint}`,
  )
}
