import { checkArgument, type JournalStorage, studyError } from '@sweetspot/core'

/** Maximum number of names in the message. */
const LISTED = 20

/**
 * Returns the given name, or that of the only study in a storage.
 *
 * @throws ERR_STUDY_NOT_FOUND if no name is given and the storage does not have exactly one study; ERR_INVALID_ARGUMENT
 *   unless the name is a string
 */
export async function chosenStudy(storage: JournalStorage, name: string | undefined): Promise<string> {
  if (name !== undefined) return studyName(name)
  const names = (await storage.list()).map((entry) => entry.name)
  const [only, ...others] = names
  if (only !== undefined && others.length === 0) return only
  if (only === undefined) throw studyError('ERR_STUDY_NOT_FOUND', 'This storage has no studies.')
  const more = names.length > LISTED ? ', …' : ''
  const listed = names.toSorted().slice(0, LISTED).join(', ')
  throw studyError(
    'ERR_STUDY_NOT_FOUND',
    `This storage has ${names.length} studies. Pass the name of one of them: ${listed}${more}.`,
  )
}

/** @throws ERR_INVALID_ARGUMENT unless it is a string */
export function studyName(given: string): string {
  checkArgument('the name of the study', given, typeof given === 'string', 'a text')
  return given
}
