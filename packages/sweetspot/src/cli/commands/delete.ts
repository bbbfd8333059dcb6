import { existsSync } from 'node:fs'
import { countOf, readStudy } from '@sweetspot/core'
import { trialsFolder } from '../../command/trial-folder.ts'
import type { CommandCode } from '../command-code.ts'
import { findStudy } from '../studies/stored-study.ts'
import { trialsRoot } from '../trials-root.ts'

/** `sweetspot delete` */
export const deleteCommand: CommandCode<'delete'> = async ({ arguments: { study }, options: { yes } }, context) => {
  const { storage, storageName, print } = context
  const name = await findStudy(context, study)
  const entry = (await storage.list()).find((each) => each.name === name)
  if (!entry) return
  const count = Object.values(entry.digest?.counts ?? {}).reduce((sum, each) => sum + each, 0)
  const what = count > 0 ? `${name} with ${countOf(count, 'trial')}` : name
  if (!yes) await context.confirm(`Delete ${what} from ${storageName}? It cannot be undone.`, name)
  // A study that cannot be read can be deleted.
  const snapshot = await readStudy(storage, name).catch(() => undefined)
  await storage.delete(entry.id)
  print.notice(`Deleted ${what}.`)
  const folder = snapshot && trialsFolder(trialsRoot(context), snapshot)
  if (folder !== undefined && existsSync(folder))
    print.notice(`The logs and files of its trials are still in ${folder}.`)
}
