import { causeText, SweetspotError } from '../errors.ts'
import { checkArgument } from './argument.ts'
import { formatValue } from './format-value.ts'
import { nearestName } from './nearest-name.ts'
import { isPlainObject } from './plain-object.ts'
import { isList } from './shape.ts'

/**
 * The names of options, each with its names in other libraries.
 *
 * @typeParam O - The type of the options.
 */
export type OptionNames<O> = { readonly [name in keyof O]-?: readonly string[] }

/**
 * Reads options: returns a copy, reading each option once.
 *
 * @typeParam O - The type of the options.
 */
export type OptionsReader<O> = <T extends OptionValues<O>>(given: T | undefined) => T

/**
 * Options with the names of `O` and values of any type.
 *
 * @typeParam O - The type of the options.
 */
export type OptionValues<O> = { readonly [name in keyof O]?: unknown }

/**
 * The error of an unknown option.
 *
 * @param known - The names of the options of `of`.
 * @param meant - The name that was probably meant. Default: the nearest one, if it is near enough.
 */
export function unknownOption(
  name: string,
  of: string,
  known: readonly string[],
  meant: string | undefined = nearestName(name, known),
): SweetspotError {
  const all = known.length > 0 ? `its options are ${known.join(', ')}.` : 'it has no options.'
  const hint = meant === undefined ? all : `did you mean "${meant}"?`
  return new SweetspotError('ERR_INVALID_ARGUMENT', `Unknown option ${formatValue(name)} of ${of}; ${hint}`)
}

/** Additional advice for errors of options. */
export interface OptionAdvice {
  /** Returns a sentence about a value that was passed instead of an options object, if there is one. */
  readonly instead?: (given: unknown) => string | undefined
  /** Sentences about unknown options by name, such as where the option belongs. */
  readonly notes?: { readonly [name: string]: string }
}

/**
 * Creates the function that reads the options of `of`: it returns a copy, reading each option once. The types keep the
 * list of names equal to the interface of the options.
 *
 * @typeParam O - The type of the options.
 * @param names - All options, each with its names in other libraries, for advice.
 * @returns A function that throws ERR_INVALID_ARGUMENT if the options are not a plain object or undefined, or if an
 *   option is unknown.
 *
 * @example
 * ```ts
 * const readOptions = optionsReader<MyOptions>('mySampler', { startupTrials: ['n_startup_trials'] })
 * const { startupTrials = 10 } = readOptions(options)
 * ```
 */
export function optionsReader<O extends object>(
  of: string,
  names: OptionNames<O>,
  { instead = () => undefined, notes = {} }: OptionAdvice = {},
): OptionsReader<O> {
  const isValid = isPlainObject(names) && Object.values(names).every(isList)
  checkArgument('the names of optionsReader', names, isValid, 'an object of lists of names')
  const known = Object.keys(names)
  const elsewhere = new Map(
    Object.entries<readonly string[]>(names).flatMap(([own, others]) => others.map((other) => [other, own] as const)),
  )
  const refuse = (name: string) => {
    if (Object.hasOwn(notes, name)) {
      return new SweetspotError('ERR_INVALID_ARGUMENT', `Unknown option ${formatValue(name)} of ${of}. ${notes[name]}`)
    }
    return unknownOption(name, of, known, elsewhere.get(name))
  }
  return <T extends OptionValues<O>>(given: T | undefined): T => {
    if (given !== undefined && !isPlainObject(given)) {
      const more = instead(given)
      throw new SweetspotError(
        'ERR_INVALID_ARGUMENT',
        `Expected the options of ${of} as a plain object; received ${formatValue(given)}.${more ? ` ${more}` : ''}`,
      )
    }
    const read: Record<string, unknown> = {}
    for (const [name, value] of given === undefined ? [] : entriesOf(of, given)) {
      if (!Object.hasOwn(names, name)) throw refuse(name)
      read[name] = value
    }
    return read as T
  }
}

function entriesOf(of: string, given: Record<string, unknown>): readonly (readonly [string, unknown])[] {
  try {
    return Object.entries(given)
  } catch (cause) {
    const text = `The options of ${of} cannot be read: ${causeText(cause)}.`
    throw new SweetspotError('ERR_INVALID_ARGUMENT', text, { cause })
  }
}
