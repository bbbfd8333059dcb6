import type { CommandSpec } from './command-spec.ts'
import { COMPLETE, COMPLETION, DOCTOR, HELP, INIT } from './folder-commands.ts'
import { BEST, COMPARE, LOGS, PLOT, SHOW, STUDIES, TRIAL_COMMAND, TRIALS_COMMAND } from './reading-commands.ts'
import { RUN } from './run-command.ts'
import { ARCHIVE, CANCEL, COPY, CREATE, DELETE, EXPORT, IMPORT, PAUSE, RESUME, SPACE, STOP } from './study-commands.ts'
import { ASK, ENQUEUE, EXCLUDE, INCLUDE, NOTE, RERUN, TAG, TELL } from './trial-commands.ts'

/**
 * All commands, in the order of the help. The parser, the help, the completion and the reference page are made from this
 * table; `cli/code.ts` has the code of each command.
 */
export const COMMANDS = {
  run: RUN,
  studies: STUDIES,
  show: SHOW,
  best: BEST,
  trials: TRIALS_COMMAND,
  trial: TRIAL_COMMAND,
  compare: COMPARE,
  logs: LOGS,
  plot: PLOT,
  ask: ASK,
  tell: TELL,
  enqueue: ENQUEUE,
  rerun: RERUN,
  exclude: EXCLUDE,
  include: INCLUDE,
  note: NOTE,
  tag: TAG,
  pause: PAUSE,
  resume: RESUME,
  stop: STOP,
  cancel: CANCEL,
  space: SPACE,
  create: CREATE,
  copy: COPY,
  archive: ARCHIVE,
  delete: DELETE,
  export: EXPORT,
  import: IMPORT,
  init: INIT,
  doctor: DOCTOR,
  completion: COMPLETION,
  complete: COMPLETE,
  help: HELP,
} as const satisfies { readonly [name: string]: CommandSpec }

export type CommandName = keyof typeof COMMANDS

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name)

/** The specification of a command, without the types of its own arguments and options. */
export const specOf = (name: CommandName): CommandSpec => COMMANDS[name]
