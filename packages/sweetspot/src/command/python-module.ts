import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The file of the helper for Python, which commands import as `sweetspot_trial`. */
export const PYTHON_MODULE = 'sweetspot_trial.py'

let known: string | undefined

/** The folder of {@link PYTHON_MODULE} in this package, which sources and bundles find at different distances. */
export function pythonModuleFolder(): string {
  if (known !== undefined) return known
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    known = join(folder, 'python')
    if (existsSync(join(known, PYTHON_MODULE)) || folder === dirname(folder)) return known
  }
}
