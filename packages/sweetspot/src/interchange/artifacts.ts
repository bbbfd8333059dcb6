import { createHash } from 'node:crypto'
import { types } from 'node:util'
import {
  type CompletedTrial,
  checkArgument,
  compareValues,
  eligibleTrials,
  formatValue,
  hasMethods,
  isFeasible,
  optionsReader,
  paretoFront,
  type Study,
  type StudyOrSnapshot,
  type StudySnapshot,
  snapshotOf,
  studyError,
  type TrialRecord,
} from '@sweetspot/core'
import { ArtifactFolder, readRegularFile } from '../artifacts/artifact-folder.ts'
import { checkArtifactName } from '../artifacts/artifact-name.ts'
import { isJsonObject } from './json-object.ts'

/** A file of a trial. */
export interface Artifact {
  /** The number of the trial. */
  readonly trial: number
  readonly name: string
  /** The size in bytes. */
  readonly size: number
  /** The SHA-256 of its content, in hexadecimal digits. */
  readonly sha256: string
  /** The path of the file. */
  readonly path: string
  /** Whether the file is there, with this size. */
  readonly exists: boolean
}

/** Options of {@link saveArtifact}. */
export interface SaveArtifactOptions {
  readonly study: Pick<Study, 'annotate' | 'refresh'>
  /** The folder with the artifacts of all studies, such as `artifacts` beside the storage. Created if needed. */
  readonly folder: string
  /** The number of the trial. */
  readonly trial: number
  /** The name of the artifact, unique within the trial: letters, digits, `.`, `_` and `-`. */
  readonly name: string
  /** The content, or the path of a file to copy. */
  readonly content: Uint8Array | string
}

/** The start of attributes that record artifacts. */
const PREFIX = 'artifact:'

/**
 * Saves a file with a trial, such as a model. The attribute `artifact:NAME` of the trial records its size and SHA-256.
 *
 * An artifact of the same name is replaced.
 *
 * @throws ERR_TRIAL_NOT_FOUND, ERR_INVALID_NAME, ERR_INVALID_ARGUMENT; ERR_STORAGE, also if a folder or the file to copy
 *   is a symbolic link
 *
 * @example
 * ```ts
 * await saveArtifact({ study, folder: 'artifacts', trial: trial.number, name: 'model.json', content: 'out/model.json' })
 * ```
 */
export async function saveArtifact(options: SaveArtifactOptions): Promise<Artifact> {
  const { study, folder, trial, name, content } = readSaveOptions(options)
  checkArtifactName(name)
  checkArgument('content', content, isContent(content), 'bytes, or the path of a file')
  const snapshot = await refreshed(study)
  const target = new ArtifactFolder(folder, snapshot)
  if (!Number.isInteger(trial) || !snapshot.trials.get(trial))
    throw studyError('ERR_TRIAL_NOT_FOUND', `The study ${snapshot.name} has no trial ${formatValue(trial)}.`)
  const bytes = typeof content === 'string' ? await readRegularFile(content) : content
  await target.write(trial, name, bytes)
  const size = bytes.byteLength
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await study.annotate({ [`${PREFIX}${name}`]: { size, sha256 } }, trial)
  return { trial, name, size, sha256, path: target.pathOf(trial, name), exists: true }
}

const isContent = (content: unknown) =>
  types.isUint8Array(content) || (typeof content === 'string' && content !== '' && !content.includes('\0'))

/** Options of {@link listArtifacts}. */
export interface ListArtifactsOptions {
  readonly study: StudyOrSnapshot
  /** The folder with the artifacts of all studies. */
  readonly folder: string
  /** The number of a trial. Default: all trials. */
  readonly trial?: number
}

/**
 * Lists the artifacts of a study by trial, as its trials record them.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export async function listArtifacts(options: ListArtifactsOptions): Promise<readonly Artifact[]> {
  const { study, folder, trial: only } = readListOptions(options)
  const isNumber = only === undefined || Number.isInteger(only)
  checkArgument('trial', only, isNumber, 'the number of a trial')
  const snapshot = snapshotOf(study)
  const source = new ArtifactFolder(folder, snapshot)
  const trials = [...snapshot.trials].filter(({ number }) => only === undefined || number === only)
  return Promise.all(
    trials.flatMap(recorded).map(async (each) => ({
      ...each,
      path: source.pathOf(each.trial, each.name),
      exists: (await source.sizeOf(each.trial, each.name)) === each.size,
    })),
  )
}

/** Options of {@link pruneArtifacts}. */
export interface PruneArtifactsOptions {
  readonly study: Pick<Study, 'annotate' | 'refresh'>
  /** The folder with the artifacts of all studies. */
  readonly folder: string
  /** The number of best trials whose artifacts are kept. Of a study with several metrics, the Pareto front is kept. */
  readonly keepBest: number
}

/**
 * Deletes the artifacts of all finished trials except the best ones, and those of deleted trials.
 *
 * Best trials meet all constraints, fit the current declared space and are not excluded.
 *
 * @returns The artifacts of finished trials that were deleted.
 * @throws ERR_INVALID_ARGUMENT, ERR_STORAGE
 */
export async function pruneArtifacts(options: PruneArtifactsOptions): Promise<readonly Artifact[]> {
  const { study, folder, keepBest } = readPruneOptions(options)
  const isCount = Number.isInteger(keepBest) && keepBest >= 0
  checkArgument('keepBest', keepBest, isCount, 'an integer of at least 0')
  const snapshot = await refreshed(study)
  const target = new ArtifactFolder(folder, snapshot)
  const kept = new Set(bestTrials(snapshot, keepBest).map(({ number }) => number))
  const pruned = [...snapshot.trials].filter((trial) => 'finishedAt' in trial && !kept.has(trial.number))
  const deleted: Artifact[] = []
  for (const trial of pruned) {
    const artifacts = recorded(trial)
    if (artifacts.length === 0) continue
    await target.delete(trial.number)
    await study.annotate(Object.fromEntries(artifacts.map(({ name }) => [`${PREFIX}${name}`, null])), trial.number)
    for (const each of artifacts) deleted.push({ ...each, path: target.pathOf(each.trial, each.name), exists: false })
  }
  for (const number of await target.trials()) if (!snapshot.trials.get(number)) await target.delete(number)
  return deleted
}

/** Options of {@link deleteArtifacts}. */
export interface DeleteArtifactsOptions {
  /** The study, or a snapshot of it from before it was deleted. */
  readonly study: StudyOrSnapshot
  /** The folder with the artifacts of all studies. */
  readonly folder: string
}

/**
 * Deletes the folder with all artifacts of a study. `deleteStudy` does so with its option `artifacts`.
 *
 * @throws ERR_INVALID_ARGUMENT, ERR_STORAGE
 *
 * @example
 * ```ts
 * await deleteArtifacts({ study: await readStudy('sqlite:studies.db', 'net'), folder: 'artifacts' })
 * ```
 */
export async function deleteArtifacts(options: DeleteArtifactsOptions): Promise<void> {
  const { study, folder } = readDeleteOptions(options)
  await new ArtifactFolder(folder, snapshotOf(study)).delete()
}

const readSaveOptions = optionsReader<SaveArtifactOptions>('saveArtifact', {
  study: ['study_or_trial'],
  folder: ['artifact_store', 'directory'],
  trial: ['number'],
  name: [],
  content: ['path', 'file', 'file_path', 'bytes', 'from'],
})
const readListOptions = optionsReader<ListArtifactsOptions>('listArtifacts', {
  study: [],
  folder: [],
  trial: ['number'],
})
const readPruneOptions = optionsReader<PruneArtifactsOptions>('pruneArtifacts', {
  study: [],
  folder: [],
  keepBest: ['keep'],
})
const readDeleteOptions = optionsReader<DeleteArtifactsOptions>('deleteArtifacts', { study: [], folder: [] })

/** Reads the latest events of a study, and returns its snapshot. */
async function refreshed(study: Pick<Study, 'refresh'>): Promise<StudySnapshot> {
  checkArgument('study', study, hasMethods(study, 'refresh', 'annotate'), 'an open study')
  return snapshotOf({ snapshot: await study.refresh() })
}

/** The artifacts that a trial records. Other programs may write attributes, so these are checked. */
function recorded({ number: trial, attributes }: TrialRecord) {
  return Object.entries(attributes).flatMap(([key, value]) => {
    const name = key.slice(PREFIX.length)
    if (!key.startsWith(PREFIX) || !isJsonObject(value) || !isSafe(name)) return []
    const { size, sha256 } = value
    return typeof size === 'number' && typeof sha256 === 'string' ? [{ trial, name, size, sha256 }] : []
  })
}

function isSafe(name: string): boolean {
  try {
    checkArtifactName(name)
    return true
  } catch {
    return false
  }
}

function bestTrials(snapshot: StudySnapshot, count: number): readonly CompletedTrial[] {
  const { metrics, directions, constraints } = snapshot
  const [metric = '', ...others] = metrics
  if (others.length > 0) return count === 0 ? [] : paretoFront(snapshot)
  const completed = [...eligibleTrials(snapshot)].filter((trial) => isFeasible(constraints, trial.values))
  const direction = directions[metric] ?? 'minimize'
  const valueOf = ({ values }: CompletedTrial) => values[metric] ?? Number.NaN
  return completed.sort((one, other) => compareValues(direction, valueOf(one), valueOf(other))).slice(0, count)
}
