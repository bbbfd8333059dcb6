import { countOf } from '@sweetspot/core'
import type { CommandCode } from '../command-code.ts'
import { findStudy } from '../studies/stored-study.ts'

/** `sweetspot delete` */
export const deleteCommand: CommandCode<'delete'> = async ({ arguments: { study }, options: { yes } }, context) => {
  const { storage, storageName, print } = context
  const name = await findStudy(context, study)
  const entry = (await storage.list()).find((each) => each.name === name)
  if (!entry) return
  const count = Object.values(entry.digest?.counts ?? {}).reduce((sum, each) => sum + each, 0)
  const what = count > 0 ? `${name} with ${countOf(count, 'trial')}` : name
  if (!yes) await context.confirm(`Delete ${what} from ${storageName}? It cannot be undone.`, name)
  await storage.delete(entry.id)
  print.notice(`Deleted ${what}.`)
}
