import {
  type Directions,
  decodeData,
  type FoundParameters,
  type OutcomeConstraints,
  type SpaceJson,
  type StudySnapshot,
  type StudyStatus,
  SweetspotError,
  spaceToJson,
  studyError,
  type TrialRecord,
} from '@sweetspot/core'
import { isJsonObject } from '../json-object.ts'

/** The name of the format, in the header of every file of trials. */
export const TRIALS_FORMAT = 'sweetspot-trials'

/** The version of the format. Readers reject files of a later version. */
const TRIALS_VERSION = 1

/** What a file of trials says of their study: the first line of JSON Lines, and the metadata of Parquet. */
export interface StudyHeader {
  readonly format: typeof TRIALS_FORMAT
  readonly version: number
  readonly study: {
    readonly name: string
    readonly directions: Directions
    readonly constraints: OutcomeConstraints
    /** Null for a define-by-run space. */
    readonly space: SpaceJson | null
    /** The parameters of a define-by-run space. */
    readonly found?: FoundParameters
    readonly seed: number
    readonly attributes: TrialRecord['attributes']
    readonly status: StudyStatus
    readonly createdAt: number
  }
}

/** The header of a file with the trials of a study. */
export function headerOf(snapshot: StudySnapshot): StudyHeader {
  const { name, directions, constraints, hasDeclaredSpace, seed, attributes, status, createdAt } = snapshot
  const space = spaceToJson(snapshot.space)
  const found = Object.fromEntries(space.dimensions.map((dimension) => [dimension.name, dimension.parameter]))
  const own = hasDeclaredSpace ? { space } : { space: null, found }
  return {
    format: TRIALS_FORMAT,
    version: TRIALS_VERSION,
    study: { name, directions, constraints, ...own, seed, attributes, status, createdAt },
  }
}

/**
 * Parses JSON in which numbers that JSON lacks are objects such as `{"$number":"NaN"}`.
 *
 * @throws ERR_INVALID_JSON
 */
export function parseData(text: string): { readonly [key: string]: unknown } {
  try {
    return decodeData(text)
  } catch (cause) {
    if (!(cause instanceof SweetspotError)) throw cause
    const why = cause.cause instanceof Error ? cause.cause.message : 'it is not an object'
    throw new SweetspotError('ERR_INVALID_JSON', `Expected a JSON object: ${why}.`, { cause })
  }
}

/**
 * Whether parsed JSON is a header. Its study is checked when it is created.
 *
 * @throws ERR_UNSUPPORTED_VERSION, ERR_INVALID_JSON
 */
export function isHeader(json: { readonly [key: string]: unknown }): json is StudyHeader & typeof json {
  const { format, version, study } = json
  if (format !== TRIALS_FORMAT) return false
  if (typeof version !== 'number' || version > TRIALS_VERSION) {
    throw studyError(
      'ERR_UNSUPPORTED_VERSION',
      `The file has version ${String(version)} of its format; this version reads versions up to ${TRIALS_VERSION}.`,
    )
  }
  if (!isJsonObject(study)) throw new SweetspotError('ERR_INVALID_JSON', 'The header of the file has no study.')
  const { name, directions, constraints = {}, attributes = {}, found = {} } = study
  const isWhole = typeof name === 'string' && [directions, constraints, attributes, found].every(isJsonObject)
  if (!isWhole || !Number.isFinite(study.seed) || !Number.isFinite(study.createdAt) || study.space === undefined)
    throw new SweetspotError(
      'ERR_INVALID_JSON',
      'Expected the study of the header to have a name, directions, constraints, space, seed, attributes and createdAt.',
    )
  return true
}
