import {
  checkArgument,
  createStudy,
  type Directions,
  type GivenTrial,
  type JournalStorage,
  memoryStorage,
  type OutcomeConstraints,
  type Parameter,
  type Params,
  randomSampler,
  replay,
  type SearchSpace,
  type Study,
  SweetspotError,
  spaceFromJson,
  type TrialRecord,
} from '@sweetspot/core'
import { journalOf, writeJournal } from '../../storage/write-journal.ts'
import type { ImportTrialsOptions } from './import-options.ts'
import { inferredParameters } from './inferred-parameters.ts'
import { journalOfTrials } from './journal-of-trials.ts'
import { readTrialFile, type TrialFile } from './read-trials.ts'
import type { StudyHeader } from './study-header.ts'
import { atPlace, errorAt, type FilePlace } from './text-lines.ts'
import type { TrialFormat } from './trial-format.ts'
import { trialsOfTable } from './trial-table.ts'

/** The trials of a file, to be written to a storage: all of them or none. */
export interface ImportSource {
  /** The name of their study, if the file has it. */
  readonly name: string | undefined
  /** Writes them to a new study. */
  createIn(storage: JournalStorage, name: string): Promise<Added>
  /** Adds them to an existing study. */
  addTo(storage: JournalStorage, name: string): Promise<Added>
}

interface Added {
  readonly trialCount: number
  readonly notices: readonly string[]
}

/** The parts of a new study. */
interface Parts {
  readonly space: SearchSpace | undefined
  readonly found: { readonly [name: string]: Parameter }
  readonly directions: Directions
  readonly constraints: OutcomeConstraints
}

/**
 * Checks options before any file is opened.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export function checkImport({ from, loadIfExists, escapeFormulas }: ImportTrialsOptions): void {
  checkArgument('from', from, typeof from === 'string' && from !== '' && !from.includes('\0'), 'the path of a file')
  for (const [name, given] of Object.entries({ loadIfExists, escapeFormulas }))
    checkArgument(name, given, given === undefined || typeof given === 'boolean', 'a boolean')
}

/**
 * Reads a file to import.
 *
 * @throws The errors of {@link readTrialFile}
 */
export async function readImport(options: ImportTrialsOptions, format: TrialFormat): Promise<ImportSource> {
  const { from, space, directions, constraints, escapeFormulas = false } = options
  const file = await readTrialFile(from, format, escapeFormulas)
  const { header, content } = file
  const isChanged = space !== undefined || directions !== undefined || constraints !== undefined
  return {
    name: header?.study.name,
    async createIn(storage, name) {
      if (header && 'records' in content && !isChanged) return createEqual(storage, name, header, file)
      const memory = memoryStorage()
      const added = await adding(await opened(memory, name, partsOf(options, file)), file)
      await writeJournal(storage, await journalOf(memory, name))
      return added
    },
    async addTo(storage, name) {
      if (isChanged)
        throw new SweetspotError(
          'ERR_INVALID_ARGUMENT',
          `Study '${name}' exists: its space, directions and constraints are used. Omit these options.`,
        )
      const rehearse = async () => {
        const memory = memoryStorage()
        await writeJournal(memory, await journalOf(storage, name))
        return opened(memory, name, undefined)
      }
      return adding(await opened(storage, name, undefined), file, rehearse)
    },
  }
}

/** Maximum number of trials that a file lacks, since a journal has events for each. */
const MOST_DELETED = 1_000_000

/** Creates a study with the records of a file. */
async function createEqual(
  storage: JournalStorage,
  name: string,
  header: StudyHeader,
  { content }: TrialFile,
): Promise<Added> {
  const { checkedRecord } = await import('./trial-schema.ts')
  const { directions } = header.study
  const metrics = Object.keys(directions)
  const placed = 'records' in content ? content.records : []
  const records: TrialRecord[] = []
  for (const { record, place } of placed) {
    const trial = atPlace(place, () => checkedRecord(record, metrics))
    const before = records.at(-1)
    if (before && trial.number <= before.number)
      throw errorAt(place, invalid(`Expected a number above ${before.number}; received ${trial.number}.`))
    if (trial.number > records.length + MOST_DELETED)
      throw errorAt(place, invalid(`Expected at most ${MOST_DELETED} deleted trials before trial ${trial.number}.`))
    records.push(trial)
  }
  // The checks of a new study are those of its parts in a file.
  const { space, found, constraints, attributes, seed } = header.study
  const checked = await createStudy<Params, string, string>({
    ...SILENT,
    directions,
    constraints,
    seed,
    ...(space && { space: spaceFromJson(space) }),
  })
  if (found) await checked.discover(foundParameters(found))
  await checked.annotate(attributes)
  await checked.close()
  const journal = journalOfTrials(header, records, name)
  replay(journal)
  await writeJournal(storage, journal)
  const running = records.flatMap((trial) => (trial.state === 'running' && trial.owner !== null ? [trial.number] : []))
  const notices = running.length > 0 ? [`Trials ${running.join(', ')} were running. They are queued.`] : []
  return { trialCount: records.length, notices }
}

const SILENT = { sampler: randomSampler(), observers: [{ notice: () => {} }] } as const

async function opened(storage: JournalStorage, name: string, parts: Parts | undefined) {
  if (!parts) return createStudy<Params, string, string>({ ...SILENT, storage, name, loadIfExists: true })
  const { space, found, directions, constraints } = parts
  const study = await createStudy<Params, string, string>({
    ...SILENT,
    storage,
    name,
    directions,
    constraints,
    ...(space && { space }),
  })
  if (Object.keys(found).length > 0) await study.discover(found)
  return study
}

/** The parts of a study for the trials of a file that does not have them all. */
function partsOf({ space, directions, constraints }: ImportTrialsOptions, { header, content }: TrialFile): Parts {
  const told = header?.study
  const own = space ?? (told?.space ? spaceFromJson(told.space) : undefined)
  const found = told?.found ? foundParameters(told.found) : {}
  const chosen = directions ?? told?.directions
  if (!chosen) {
    const metrics = 'table' in content ? content.table.columns.filter((column) => column.startsWith('values.')) : []
    const seen = metrics.length > 0 ? ` The file has ${metrics.join(', ')}.` : ''
    throw invalid(
      `Expected directions such as { loss: 'minimize' }, since the file does not say whether to minimize or maximize.${seen}`,
    )
  }
  return { space: own, found, directions: chosen, constraints: constraints ?? told?.constraints ?? {} }
}

type AnyStudy = Study<Params, string, string>

/**
 * Adds the trials of a file to a study, and closes it.
 *
 * @param rehearse - Opens a copy of the study, on which new parameters and trials are tried first.
 */
async function adding(study: AnyStudy, { content }: TrialFile, rehearse?: () => Promise<AnyStudy>): Promise<Added> {
  try {
    const { hasDeclaredSpace, metrics, constraintNamesEver } = study.snapshot
    const known = study.space.dimensions
    const parametersOf = (name: string) =>
      known.filter((dimension) => dimension.name === name).map(({ parameter }) => parameter)
    const isTable = 'table' in content
    const trials: readonly GivenTrial[] = isTable
      ? trialsOfTable(content.table, { parametersOf, values: new Set([...metrics, ...constraintNamesEver]) })
      : // The study checks what the records are.
        content.records.map(({ record }) => record as unknown as GivenTrial)
    const places: readonly FilePlace[] = isTable
      ? content.table.rows.map(({ line }) => ({ path: content.table.path, unit: content.table.unit, number: line }))
      : content.records.map(({ place }) => place)
    const notices: string[] = []
    if (!hasDeclaredSpace) {
      const unknown = Object.entries(inferredParameters(trials)).filter(([name]) => parametersOf(name).length === 0)
      if (unknown.length > 0) {
        const found = Object.fromEntries(unknown)
        // The study keeps its parameters although its trials may be refused.
        const copy = await rehearse?.()
        await copy?.discover(found)
        if (copy) await addAt(copy, trials, places)
        await study.discover(found)
        const names = unknown.map(([name]) => name).join(', ')
        notices.push(`The ranges of ${names} are those of the trials. Pass a space to declare them.`)
      }
    }
    return { trialCount: (await addAt(study, trials, places)).length, notices }
  } finally {
    await study.close()
  }
}

async function addAt(
  study: AnyStudy,
  trials: readonly GivenTrial[],
  places: readonly FilePlace[],
): Promise<readonly number[]> {
  try {
    return await study.addTrials(trials as readonly GivenTrial<Params, string, string>[])
  } catch (error) {
    const index = error instanceof SweetspotError ? /Trial (\d+) of the list: /.exec(error.message)?.[1] : undefined
    const place = index === undefined ? undefined : places[Number(index)]
    throw error instanceof SweetspotError && place ? errorAt(place, error) : error
  }
}

function foundParameters(found: NonNullable<StudyHeader['study']['found']>): { readonly [name: string]: Parameter } {
  const { dimensions } = spaceFromJson({
    dimensions: Object.entries(found).map(([name, parameter]) => ({ name, parameter })),
  })
  return Object.fromEntries(dimensions.map(({ name, parameter }) => [name, parameter]))
}

const invalid = (why: string) => new SweetspotError('ERR_INVALID_ARGUMENT', why)
