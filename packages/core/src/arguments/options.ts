import { messageOf, SweetspotError } from '../errors.ts'
import { formatValue } from './format-value.ts'
import { nearestName } from './nearest-name.ts'
import { isPlainObject } from './plain-object.ts'

/** The names of the options `O`, each with the names that other libraries have for it. */
export type OptionNames<O> = { readonly [name in keyof O]-?: readonly string[] }

/** Reads options: returns a copy of them, in which each was read once. */
export type OptionsReader<O> = <T extends OptionValues<O>>(given: T | undefined) => T

/** Options with the names of `O`, whatever their types. */
export type OptionValues<O> = { readonly [name in keyof O]?: unknown }

/** What a person is told who gives something else. */
export interface OptionAdvice {
  /** A sentence for something that was given in place of an options object, if there is one. */
  readonly instead?: (given: unknown) => string | undefined
  /** Sentences about names that are no options, by name, such as where the option belongs. */
  readonly notes?: { readonly [name: string]: string }
}

/**
 * Makes the function that reads the options of `of`: it returns a copy of what was given, in which each option was read
 * once. The types hold the list of names equal to the interface of the options.
 *
 * @param names - All options, each with its names in other libraries, for advice.
 * @returns Throws ERR_INVALID_ARGUMENT for anything but a plain object or undefined, and for an unknown option.
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
  const known = Object.keys(names)
  const elsewhere = new Map(
    Object.entries<readonly string[]>(names).flatMap(([own, others]) => others.map((other) => [other, own] as const)),
  )
  const refuse = (name: string) => {
    if (Object.hasOwn(notes, name)) {
      return new SweetspotError('ERR_INVALID_ARGUMENT', `Unknown option ${formatValue(name)} of ${of}. ${notes[name]}`)
    }
    const meant = elsewhere.get(name) ?? nearestName(name, known)
    const all = known.length > 0 ? `its options are ${known.join(', ')}.` : 'it has no options.'
    const hint = meant === undefined ? `; ${all}` : `; did you mean "${meant}"?`
    return new SweetspotError('ERR_INVALID_ARGUMENT', `Unknown option ${formatValue(name)} of ${of}${hint}`)
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
    const text = `The options of ${of} cannot be read: ${messageOf(cause)}.`
    throw new SweetspotError('ERR_INVALID_ARGUMENT', text, { cause })
  }
}
