import type { CommandCode } from './command-code.ts'
import { archive } from './commands/archive.ts'
import { ask } from './commands/ask.ts'
import { best } from './commands/best.ts'
import { cancel } from './commands/cancel.ts'
import { compare } from './commands/compare.ts'
import { pause, resume, stop } from './commands/control.ts'
import { copy } from './commands/copy.ts'
import { create } from './commands/create.ts'
import { deleteCommand } from './commands/delete.ts'
import { enqueue } from './commands/enqueue.ts'
import { exclude, include } from './commands/exclude.ts'
import { exportCommand } from './commands/export.ts'
import { help } from './commands/help.ts'
import { importCommand } from './commands/import.ts'
import { init } from './commands/init.ts'
import { logs } from './commands/logs.ts'
import { note } from './commands/note.ts'
import { rerun } from './commands/rerun.ts'
import { space } from './commands/space.ts'
import { studies } from './commands/studies.ts'
import { tag } from './commands/tag.ts'
import { tell } from './commands/tell.ts'
import { trial } from './commands/trial.ts'
import { trials } from './commands/trials.ts'
import type { CommandName } from './table/commands.ts'

/**
 * The code of each command. Small commands are loaded together, since Node takes longer for many files than for a large
 * one; commands that need more are loaded when they run.
 */
export const CODE: { readonly [N in CommandName]: () => Promise<CommandCode<N>> } = {
  run: async () => (await import('./commands/run.ts')).run,
  studies: async () => studies,
  show: async () => (await import('./commands/show.ts')).show,
  best: async () => best,
  trials: async () => trials,
  trial: async () => trial,
  compare: async () => compare,
  logs: async () => logs,
  plot: async () => (await import('./commands/plot.ts')).plot,
  ask: async () => ask,
  tell: async () => tell,
  enqueue: async () => enqueue,
  rerun: async () => rerun,
  exclude: async () => exclude,
  include: async () => include,
  note: async () => note,
  tag: async () => tag,
  pause: async () => pause,
  resume: async () => resume,
  stop: async () => stop,
  cancel: async () => cancel,
  space: async () => space,
  create: async () => create,
  copy: async () => copy,
  archive: async () => archive,
  delete: async () => deleteCommand,
  export: async () => exportCommand,
  import: async () => importCommand,
  init: async () => init,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  completion: async () => (await import('./commands/completion.ts')).completion,
  complete: async () => (await import('./commands/complete.ts')).complete,
  help: async () => help,
}
