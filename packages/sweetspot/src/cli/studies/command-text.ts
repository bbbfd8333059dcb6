import { join } from 'node:path'
import { isList, type Json, type Params, type StudySnapshot, type TrialRecord } from '@sweetspot/core'
import type { CommandTemplate } from '../../command/command-template.ts'
import { isTemplate } from '../../command/template/is-template.ts'
import { renderCommand } from '../../command/template/render-command.ts'
import { PARAMS_NAME, type StudyIdentity, trialFolder } from '../../command/trial-folder.ts'
import { shellWord } from './shell-word.ts'

/** The attribute of a study that keeps the command that it tunes. */
export const COMMAND_ATTRIBUTE = 'sweetspot.command'

/** The attribute of a study that keeps the commands that it tuned before. */
export const EARLIER_COMMANDS = 'sweetspot.earlierCommands'

/** A command that a study tuned before another one. */
export interface EarlierCommand {
  /** The last change of the study before it got a later command, in milliseconds since 1970, by the clock of its trials. */
  readonly until: number
  readonly command: CommandTemplate
}

/** The command that a study tunes, if it was run by the command line. */
export const keptCommand = ({ attributes }: Pick<StudySnapshot, 'attributes'>): CommandTemplate | undefined =>
  templateOf(attributes[COMMAND_ATTRIBUTE])

/** The commands that a study tuned before the present one, in order. */
export function earlierCommands({ attributes }: Pick<StudySnapshot, 'attributes'>): readonly EarlierCommand[] {
  const kept = attributes[EARLIER_COMMANDS]
  if (!isList(kept)) return []
  return (kept as readonly Json[]).flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null || !('until' in entry) || !('command' in entry)) return []
    const command = templateOf(entry.command)
    return command && typeof entry.until === 'number' ? [{ until: entry.until, command }] : []
  })
}

function templateOf(kept: unknown): CommandTemplate | undefined {
  return isTemplate(kept) ? kept : undefined
}

/**
 * The command line of a trial for a POSIX shell: that of the command that its study tuned when its last attempt started,
 * or that it tunes now if none has started. It is for people: it does not depend on a run.
 *
 * @param root - The folder of the folders of trials.
 * @returns Undefined for a study without a command.
 */
export function commandLineOf(
  trial: Pick<TrialRecord, 'number' | 'params'> & { readonly startedAt?: number },
  snapshot: StudyIdentity & Pick<StudySnapshot, 'space' | 'attributes'>,
  root: string,
): string | undefined {
  const { startedAt = Number.POSITIVE_INFINITY } = trial
  const earlier = earlierCommands(snapshot).find(({ until }) => startedAt <= until)
  const template = earlier?.command ?? keptCommand(snapshot)
  return template && renderedLine(template, trial, snapshot, root)
}

/** The command line of a trial with a given command. */
export function renderedLine(
  template: CommandTemplate,
  { number, params }: Pick<TrialRecord, 'number' | 'params'>,
  study: StudyIdentity & Pick<StudySnapshot, 'space'>,
  root: string,
): string {
  const folder = trialFolder(root, study, number)
  const paramsFile = join(folder, PARAMS_NAME)
  const values = { number, params: params as Params, folder, paramsFile, environment: NAMES, space: study.space }
  const words = renderCommand(template, values).map(shellWord)
  // A variable is not quoted, so that the shell replaces it.
  return words.join(' ').replace(/\ue000(.*?)\ue001/g, `'"$$$1"'`)
}

/** The names of environment variables instead of their values, which may be secret, between marks of private use. */
const NAMES = new Proxy<{ readonly [name: string]: string }>(
  {},
  { get: (_, name) => (typeof name === 'string' ? `\ue000${name}\ue001` : undefined) },
)
