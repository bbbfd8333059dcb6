import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The path of the only entry of a folder, such as the folder of a study, whose name depends on its creation. */
export function onlyEntry(folder: string): string {
  const [name, ...others] = readdirSync(folder)
  if (name === undefined || others.length > 0) throw new Error(`Expected one entry in ${folder}.`)
  return join(folder, name)
}
