import { checkArgument, type JournalStorage, SweetspotError } from '@sweetspot/core'

/** Names are listed up to this many. */
const LISTED = 20

/**
 * The name of the study that is meant: the given one, or that of the only study in a storage.
 *
 * @throws ERR_STUDY_NOT_FOUND if no name is given and there is no study, or several, whose names it lists;
 *   ERR_INVALID_ARGUMENT for anything but a text
 */
export async function chosenStudy(storage: JournalStorage, name: string | undefined): Promise<string> {
  if (name !== undefined) return studyName(name)
  const names = (await storage.list()).map((entry) => entry.name)
  const [only, ...others] = names
  if (only !== undefined && others.length === 0) return only
  if (only === undefined) throw new SweetspotError('ERR_STUDY_NOT_FOUND', 'There is no study in this storage.')
  const more = names.length > LISTED ? ', …' : ''
  const listed = names.toSorted().slice(0, LISTED).join(', ')
  throw new SweetspotError(
    'ERR_STUDY_NOT_FOUND',
    `There are ${names.length} studies in this storage, so give the name of one of them: ${listed}${more}.`,
  )
}

/** @throws ERR_INVALID_ARGUMENT for anything but a text */
export function studyName(given: string): string {
  checkArgument('the name of the study', given, typeof given === 'string', 'a text')
  return given
}
