import { choice, invalidArgument, isList, type Json, optionsReader, ordinal, type Parameter } from '@sweetspot/core'
import { PARAMETER_ADVICE } from './number-parameter.ts'

export interface ChoiceOptions<V> {
  /**
   * Whether neighbours in the list are similar. Unless given, that is so where all values are numbers, which are then
   * taken by size.
   */
  readonly ordered?: boolean
  /** What the first trial uses; where none is given, the first trial is suggested as any other. */
  readonly default?: V
}

const readOptions = optionsReader<ChoiceOptions<Json>>('choice', { ordered: [], default: ['value'] }, PARAMETER_ADVICE)

/**
 * The parameter of a choice, and its value where nothing is searched.
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
