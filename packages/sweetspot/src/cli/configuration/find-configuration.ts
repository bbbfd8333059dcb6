import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { SweetspotError } from '@sweetspot/core'

/** The names of configuration files. A folder has at most one. */
const NAMES = ['sweetspot.yaml', 'sweetspot.yml', 'sweetspot.json', 'sweetspot.ts']

/**
 * Finds the configuration file of a folder: in it, or in the nearest folder above that has one.
 *
 * @throws ERR_INVALID_CONFIG if a folder has several
 */
export function findConfiguration(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const [first, second] = NAMES.map((name) => join(at, name)).filter((path) => existsSync(path))
    if (first !== undefined && second !== undefined) {
      throw new SweetspotError('ERR_INVALID_CONFIG', `Expected one configuration file; found ${first} and ${second}.`)
    }
    if (first !== undefined || dirname(at) === at) return first
  }
}
