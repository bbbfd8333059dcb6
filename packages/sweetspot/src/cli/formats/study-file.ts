import {
  type Direction,
  decodeData,
  encodeData,
  type GivenTrial,
  messageOf,
  type OutcomeConstraint,
  type SpaceJson,
  type StudySnapshot,
  SweetspotError,
  spaceToJson,
  type TrialRecord,
} from '@sweetspot/core'

/** The version of files of a whole study. Readers refuse later versions. */
const VERSION = 1

/** A study as it is written to a file: its declaration, without its trials. */
export interface StudyHeader {
  readonly format: 'sweetspot-study'
  readonly version: number
  readonly name: string
  readonly directions: { readonly [metric: string]: Direction }
  readonly constraints: { readonly [name: string]: OutcomeConstraint }
  /** Absent for a space that the objective defines by running. */
  readonly space?: SpaceJson
  readonly seed: number
  readonly attributes: StudySnapshot['attributes']
}

/** A study of a file. */
export interface FiledStudy {
  readonly header: StudyHeader
  readonly trials: readonly (TrialRecord | GivenTrial)[]
}

export function headerOf(snapshot: StudySnapshot): StudyHeader {
  const { name, directions, constraints, space, hasDeclaredSpace, seed, attributes } = snapshot
  return {
    format: 'sweetspot-study',
    version: VERSION,
    name,
    directions,
    constraints,
    ...(hasDeclaredSpace && { space: spaceToJson(space) }),
    seed,
    attributes,
  }
}

/** The JSON of a study: its declaration, and a line for each trial. NaN and infinities are `{"$number":"NaN"}`. */
export function studyJson(snapshot: StudySnapshot): string {
  const header = encodeData(headerOf(snapshot)).replace(/\}$/, '')
  const trials = [...snapshot.trials].map((trial) => encodeData(trial)).join(',\n')
  return `${header},"trials":[\n${trials}\n]}\n`
}

/** The JSON lines of a study: its declaration, then its trials. */
export const studyJsonLines = (snapshot: StudySnapshot): string =>
  [headerOf(snapshot), ...snapshot.trials].map((part) => `${encodeData(part)}\n`).join('')

/**
 * Reads a study from JSON.
 *
 * @param file - The name of the file, for messages.
 * @throws ERR_INVALID_FILE
 */
export function readStudyJson(file: string, text: string): FiledStudy {
  const { trials, ...header } = decoded(file, text, undefined)
  if (!Array.isArray(trials)) throw invalid(file, 'it has no list of trials')
  return { header: checkedHeader(file, header), trials: trials as readonly TrialRecord[] }
}

/**
 * Reads a study from JSON lines.
 *
 * @throws ERR_INVALID_FILE with the line
 */
export function readStudyJsonLines(file: string, text: string): FiledStudy {
  const lines = text.split('\n').map((line, index) => ({ line, number: index + 1 }))
  const [first, ...rest] = lines.filter(({ line }) => line.trim() !== '')
  if (!first) throw invalid(file, 'it is empty')
  const header = checkedHeader(file, decoded(file, first.line, first.number))
  const trials = rest.map(({ line, number }) => decoded(file, line, number) as unknown as TrialRecord)
  return { header, trials }
}

function decoded(file: string, text: string, line: number | undefined): { readonly [key: string]: unknown } {
  try {
    return decodeData(text)
  } catch (thrown) {
    const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown
    const why = cause instanceof SweetspotError ? 'it is not an object' : messageOf(cause)
    throw invalid(line === undefined ? file : `${file}:${line}`, why)
  }
}

function checkedHeader(file: string, header: { readonly [key: string]: unknown }): StudyHeader {
  const { format, version, name, directions, constraints = {}, attributes = {} } = header
  if (format !== 'sweetspot-study') throw invalid(file, 'its format is not sweetspot-study')
  if (typeof version !== 'number' || version > VERSION) {
    throw new SweetspotError(
      'ERR_UNSUPPORTED_VERSION',
      `${file} has version ${String(version)}; this Sweetspot reads ${VERSION}.`,
    )
  }
  const isObject = (part: unknown) => typeof part === 'object' && part !== null && !Array.isArray(part)
  if (typeof name !== 'string' || ![directions, constraints, attributes].every(isObject)) {
    throw invalid(file, 'it has no name and directions of a study')
  }
  return { ...header, constraints, attributes } as unknown as StudyHeader
}

const invalid = (place: string, why: string) =>
  new SweetspotError('ERR_INVALID_FILE', `${place} is not a study that sweetspot exported: ${why}.`)
