import { basename, resolve } from 'node:path'
import {
  checkArgument,
  createStudy,
  type Direction,
  type JournalStorage,
  type Json,
  memoryStorage,
  optionsReader,
  type Params,
  randomSampler,
  space,
} from '@sweetspot/core'
import { studyName } from '../storage/chosen-study.ts'
import { refuseTaken, usingStorage } from '../storage/using-storage.ts'
import { journalOf, writeJournal } from '../storage/write-journal.ts'
import { addInOrder, type ForeignTrial, fitsParameter, runningNotice } from './add-in-order.ts'
import type { ImportedStudy } from './imported-study.ts'
import { type KerasObjective, kerasObjective } from './keras-tuner/objective.ts'
import { activeValues, kerasParameters } from './keras-tuner/parameters.ts'
import { type KerasProject, type KerasTrial, readKerasProject } from './keras-tuner/read-project.ts'

/** Options of {@link importKerasTuner}. */
export interface ImportKerasTunerOptions {
  /** The folder of a project, with `oracle.json`: `directory/project_name` of the tuner. It is only read. */
  readonly from: string
  /** The target: a storage, or its address. */
  readonly to: string | JournalStorage
  /** The name of the study. Default: the name of the folder. */
  readonly study?: string
  /** The name of the objective. Default: the metric whose best values are the scores of all trials. */
  readonly objective?: string
  /** Whether lower or higher is better. Default: as the files say of the metric. */
  readonly direction?: Direction
}

/**
 * Imports a project of KerasTuner: hyperparameters, scores, curves and states of all trials.
 *
 * Values whose conditions do not hold, and those that Hyperband keeps with its trials, are left out. The space of the
 * study is define-by-run.
 *
 * @throws ERR_INVALID_ARGUMENT, also if the objective cannot be found; ERR_FILE_NOT_FOUND, ERR_FILE_ACCESS,
 *   ERR_INVALID_JSON, ERR_STUDY_EXISTS, ERR_STORAGE
 *
 * @example
 * ```ts
 * await importKerasTuner({ from: 'my_dir/untitled_project', to: 'sqlite:studies.db' })
 * ```
 */
export async function importKerasTuner(options: ImportKerasTunerOptions): Promise<ImportedStudy> {
  const { from, to, study, objective, direction } = readOptions(options)
  checkArgument('from', from, typeof from === 'string' && from !== '' && !from.includes('\0'), 'the path of a folder')
  const isName = objective === undefined || typeof objective === 'string'
  checkArgument('objective', objective, isName, 'the name of a metric')
  const isDirection = direction === undefined || direction === 'minimize' || direction === 'maximize'
  checkArgument('direction', direction, isDirection, "'minimize' or 'maximize'")
  const name = study === undefined ? basename(resolve(from)) : studyName(study)
  const project = await readKerasProject(from)
  const memory = memoryStorage()
  const notices = await studyOf(project, kerasObjective(project, objective, direction), memory, name)
  await usingStorage(to, async (target) => {
    await refuseTaken(target, [name])
    await writeJournal(target, await journalOf(memory, name))
  })
  return { name, trialCount: project.trials.length, notices }
}

const readOptions = optionsReader<ImportKerasTunerOptions>('importKerasTuner', {
  from: ['path', 'folder', 'directory', 'project_name'],
  to: ['storage'],
  study: ['study_name', 'studyName', 'name'],
  objective: ['metric'],
  direction: [],
})

/** The start of attributes with what has no other place here. */
const PREFIX = 'kerastuner:'

async function studyOf(
  project: KerasProject,
  objective: KerasObjective,
  storage: JournalStorage,
  name: string,
): Promise<readonly string[]> {
  const converted = kerasParameters([project.space, ...project.trials.map((trial) => trial.space)])
  const parameters = new Map([...converted].map(([each, { parameter }]) => [each, parameter]))
  const study = await createStudy<Params, string, string>({
    name,
    storage,
    directions: { [objective.name]: objective.direction },
    sampler: randomSampler(),
    // Without any parameter, only a declared space accepts the trials.
    ...(parameters.size === 0 && { space: space({}) }),
    observers: [{ notice: () => {} }],
  })
  const unfit: number[] = []
  try {
    if (parameters.size > 0) await study.discover(Object.fromEntries(parameters))
    const trials = project.trials.map((trial, number) => {
      const values = [...activeValues(trial)]
      const isFit = ([each, value]: (typeof values)[number]) => {
        const parameter = parameters.get(each)
        return parameter !== undefined && fitsParameter(each, parameter, value)
      }
      const others = values.filter((value) => !isFit(value))
      if (others.length > 0) unfit.push(number)
      const attributes = attributesOf(trial, objective, Object.fromEntries(others))
      return foreignTrial(trial, objective, Object.fromEntries(values.filter(isFit)), attributes)
    })
    await addInOrder(study, trials)
  } finally {
    await study.close()
  }
  const left = `Trials ${unfit.join(', ')} have values that fit no hyperparameter; these are in their attribute ${PREFIX}params.`
  return [
    ...[...converted.values()].flatMap(({ notices }) => notices),
    ...(unfit.length > 0 ? [left] : []),
    ...runningNotice(
      'KerasTuner',
      project.trials.flatMap(({ status }, number) => (status === 'RUNNING' ? [number] : [])),
    ),
  ]
}

function attributesOf(
  { id, metrics }: KerasTrial,
  objective: KerasObjective,
  unfit: Params,
): { readonly [name: string]: Json } {
  const others = metrics.filter(({ name, curve }) => name !== objective.name && curve.length > 0)
  const curves = others.map(({ name, curve }) => [
    name,
    curve.map(([step, value]) => [step, Number.isFinite(value) ? value : String(value)]),
  ])
  return {
    [`${PREFIX}trial_id`]: id,
    ...(curves.length > 0 && { [`${PREFIX}metrics`]: Object.fromEntries(curves) }),
    ...(Object.keys(unfit).length > 0 && { [`${PREFIX}params`]: unfit }),
  }
}

function foreignTrial(
  { status, score, message, metrics }: KerasTrial,
  { name, direction }: KerasObjective,
  params: Params,
  attributes: { readonly [name: string]: Json },
): ForeignTrial {
  const curve = metrics.find((metric) => metric.name === name)?.curve ?? []
  const measurements = curve.map(([step, value]) => ({ step, values: { [name]: value } }))
  const details = { attributes, ...(measurements.length > 0 && { measurements }) }
  if (status === 'RUNNING') return { state: 'running', params, details }
  if (status === 'IDLE') return { state: 'waiting', params, attributes }
  if (status === 'STOPPED') return { state: 'pruned', params, ...details }
  if (status === 'COMPLETED') {
    const observed = curve.map(([, value]) => value)
    const best = direction === 'maximize' ? Math.max(...observed) : Math.min(...observed)
    // A trial without a score has the infinite value of no observation at all, and so fails.
    return { params, ...details, values: { [name]: score ?? best } }
  }
  return { state: 'failed', params, ...details, error: message ?? `The status in KerasTuner was ${status}.` }
}
