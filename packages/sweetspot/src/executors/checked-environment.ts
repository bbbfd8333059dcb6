import { checkArgument } from '@sweetspot/core'

/**
 * Copies variables that the user gave; `undefined` stands for one to be removed.
 *
 * @param option - The name of the option.
 * @throws ERR_INVALID_ARGUMENT unless it is an object of texts by name; lists and maps are not
 */
export function checkedEnvironment(option: string, given: unknown): Readonly<Record<string, string | undefined>> {
  const entries = entriesOf(given)
  const valid = entries?.filter(isVariable) ?? []
  const wanted = 'an object of texts without NUL by name, without "=" in a name'
  checkArgument(option, given, valid.length === entries?.length, wanted)
  return Object.fromEntries(valid)
}

function entriesOf(given: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof given !== 'object' || given === null) return undefined
  try {
    return Symbol.iterator in given ? undefined : Object.entries(given)
  } catch {
    return undefined
  }
}

const isVariable = (entry: readonly [string, unknown]): entry is readonly [string, string | undefined] =>
  isName(entry[0]) && (entry[1] === undefined || isText(entry[1]))

const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0')

const isName = (name: string) => isText(name) && name !== '' && !name.includes('=')
