import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { productError } from '../../product-error.ts'

/** The names of configuration files. A folder has at most one. */
const NAMES = ['sweetspot.yaml', 'sweetspot.yml', 'sweetspot.json', 'sweetspot.ts']

/**
 * Finds the configuration file of a folder: in it, or in the nearest folder above that has one. The search ends at the
 * root of a repository and at the home folder.
 *
 * @throws ERR_INVALID_CONFIG if a folder has several, or if a TypeScript file belongs to another user: it is a program
 */
export function findConfiguration(folder: string): string | undefined {
  const home = homedir()
  for (let at = resolve(folder); ; at = dirname(at)) {
    const [first, second] = NAMES.map((name) => join(at, name)).filter((path) => existsSync(path))
    if (first !== undefined && second !== undefined) {
      throw productError('ERR_INVALID_CONFIG', `Expected one configuration file; found ${first} and ${second}.`)
    }
    if (first !== undefined) return ownFile(first)
    if (dirname(at) === at || at === home || existsSync(join(at, '.git'))) return undefined
  }
}

/** @throws ERR_INVALID_CONFIG for a program of another user */
function ownFile(path: string): string {
  const user = process.getuid?.()
  if (!path.endsWith('.ts') || user === undefined) return path
  const { uid } = statSync(path)
  if (uid === user || uid === 0) return path
  throw productError(
    'ERR_INVALID_CONFIG',
    `${path} belongs to another user, and would run as a program of yours. If you trust it, pass --config ${path}.`,
  )
}
