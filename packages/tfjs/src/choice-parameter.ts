import { choice, invalidArgument, isList, type Json, optionsReader, ordinal, type Parameter } from '@sweetspot/core'
import { PARAMETER_ADVICE } from './number-parameter.ts'

/**
 * Options of a choice.
 *
 * @typeParam V - The type of the values.
 */
export interface ChoiceOptions<V> {
  /**
   * Whether neighbours in the list are similar. Default: true if all values are numbers, which are then sorted by size;
   * false otherwise.
   */
  readonly ordered?: boolean
  /** The value of the first trial. Without a default, the first trial is suggested like any other. */
  readonly default?: V
}

const readOptions = optionsReader<ChoiceOptions<Json>>('choice', { ordered: [], default: ['value'] }, PARAMETER_ADVICE)

/**
 * Returns the parameter of a choice, and its value outside of a search.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_INVALID_CHOICE, ERR_INVALID_DEFAULT
 */
export function choiceParameter(
  values: readonly Json[],
  options: ChoiceOptions<Json> | undefined,
): { readonly parameter: Parameter; readonly first: Json } {
  const { ordered, ...preset } = readOptions(options) ?? {}
  if (!isList(values)) throw invalidArgument('the values of a choice', values, 'a list')
  const first = (preset.default === undefined ? values[0] : preset.default) as Json
  if (ordered !== undefined) return { parameter: ordered ? ordinal(values, preset) : choice(values, preset), first }
  const isNumeric = values.length > 0 && values.every((value) => typeof value === 'number')
  if (!isNumeric) return { parameter: choice(values, preset), first }
  const bySize = (values as readonly number[]).toSorted((a, b) => a - b)
  return { parameter: ordinal<Json>(bySize, preset), first }
}
