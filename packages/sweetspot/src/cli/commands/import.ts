import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  type JournalStorage,
  messageOf,
  type StudySnapshot,
  SweetspotError,
  spaceFromJson,
  validateParams,
} from '@sweetspot/core'
import { createStudy } from '@sweetspot/core/random'
import type { CommandCode } from '../command-code.ts'
import type { CommandContext } from '../command-context.ts'
import { readCsvTrials } from '../formats/csv-trials.ts'
import { formatByEnding } from '../formats/file-formats.ts'
import { type FiledStudy, readStudyJson, readStudyJsonLines } from '../formats/study-file.ts'
import { countText } from '../studies/count-text.ts'
import { withStudy } from '../studies/open-for-writing.ts'

/** `sweetspot import` */
export const importCommand: CommandCode<'import'> = async ({ arguments: { file, format }, options }, context) => {
  const chosen = format ?? formatByEnding(file)
  if (chosen === undefined) {
    throw new SweetspotError(
      'ERR_USAGE',
      `Expected a format after ${file}, whose ending names none: csv, json or jsonl.`,
    )
  }
  const text = readInput(context, file)
  if (chosen === 'csv') return importTable(context, file, text, options.study)
  const filed = chosen === 'json' ? readStudyJson(file, text) : readStudyJsonLines(file, text)
  await importStudy(context, filed, options.study ?? filed.header.name)
}

async function importTable(
  context: CommandContext,
  file: string,
  text: string,
  study: string | undefined,
): Promise<void> {
  if (study === undefined) throw new SweetspotError('ERR_USAGE', 'Expected --study: a table does not name its study.')
  await withStudy(context, study, async (opened, snapshot) => {
    const numbers = await opened.addTrials(readCsvTrials(file, text, snapshot))
    context.print.notice(`Added ${countText(numbers.length, 'trial')} to ${opened.name}.`)
  })
}

/** Creates the study of a file, or adds its trials to the study of that name. */
async function importStudy(context: CommandContext, { header, trials }: FiledStudy, name: string): Promise<void> {
  const { storage, print } = context
  const isNew = (await storage.find(name)) === undefined
  const { directions, constraints, space, seed, attributes } = header
  const study = await createStudy({
    name,
    storage,
    loadIfExists: true,
    directions,
    observers: [{ notice: (text) => print.notice(text) }],
    ...(isNew && { constraints, seed, ...(space && { space: spaceFromJson(space) }) }),
  })
  try {
    const fitting = trials.filter((trial) => fits(trial, study.snapshot))
    const left = trials.length - fitting.length
    if (left > 0) print.notice(`Left out ${countText(left, 'trial')} whose params do not fit the space.`)
    const numbers = await study.addTrials(fitting)
    if (isNew && Object.keys(attributes).length > 0) await study.annotate(attributes)
    print.notice(
      `${isNew ? `Created ${name} with` : `Added`} ${countText(numbers.length, 'trial')}${isNew ? '' : ` to ${name}`}.`,
    )
  } catch (thrown) {
    if (isNew) await remove(storage, name)
    throw thrown
  } finally {
    await study.close()
  }
}

/**
 * Whether a study can have a trial. A study whose space was edited has old trials that do not fit it; nothing is learned
 * from them.
 */
function fits(trial: FiledStudy['trials'][number], { space, hasDeclaredSpace }: StudySnapshot): boolean {
  if (!hasDeclaredSpace) return true
  // Unfinished trials are queued, and the sampler chooses what they lack.
  const partial = trial.state === 'waiting' || trial.state === 'running' || trial.state === 'paused'
  try {
    validateParams(space, trial.params, { partial })
    return true
  } catch (thrown) {
    if (thrown instanceof SweetspotError && thrown.code === 'ERR_INVALID_PARAMS') return false
    throw thrown
  }
}

/** Removes a study whose import failed, so that nothing is left behind. */
async function remove(storage: JournalStorage, name: string): Promise<void> {
  const id = await storage.find(name)
  if (id !== undefined) await storage.delete(id)
}

function readInput({ session }: CommandContext, file: string): string {
  try {
    return readFileSync(resolve(session.cwd, file), 'utf8')
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new SweetspotError(
      isMissing ? 'ERR_FILE_NOT_FOUND' : 'ERR_FILE_ACCESS',
      isMissing ? `The file ${file} does not exist.` : `${file} cannot be read: ${messageOf(cause)}.`,
      { cause },
    )
  }
}
