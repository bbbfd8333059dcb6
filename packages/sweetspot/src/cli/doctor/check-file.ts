import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Finding, fault, ok, warning } from './finding.ts'

/** Free bytes below which a disk is nearly full: a study of 100,000 trials takes some 100 MB. */
const LOW_SPACE = 200e6

/** Checks the file of a storage, its folder and its disk, without opening it. */
export function checkFile(path: string): readonly Finding[] {
  const folder = dirname(path)
  if (!existsSync(folder)) return [warning('folder', `${folder} does not exist; it is created with the first study.`)]
  return [
    access('folder', folder),
    ...(existsSync(path) ? [access('file', path), kindOf(path)] : [ok('file', `${path} does not exist yet.`)]),
    diskSpace(folder),
  ]
}

function access(check: string, path: string): Finding {
  try {
    accessSync(path, constants.R_OK)
  } catch {
    return fault(check, `${path} cannot be read: get read permission.`)
  }
  try {
    accessSync(path, constants.W_OK)
    return ok(check, `${path} can be read and written.`)
  } catch {
    return warning(check, `${path} can only be read: studies can be looked at, but not changed.`)
  }
}

function kindOf(path: string): Finding {
  const { size } = statSync(path)
  const isFile = statSync(path).isFile()
  return isFile ? ok('size', `${(size / 1e6).toFixed(1)} MB.`) : fault('size', `${path} is not a file.`)
}

function diskSpace(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const shown = free >= 1e9 ? `${(free / 1e9).toFixed(1)} GB` : `${(free / 1e6).toFixed(0)} MB`
  return free < LOW_SPACE
    ? warning('disk', `Only ${shown} are free: studies stop when the disk is full, but lose nothing.`)
    : ok('disk', `${shown} are free.`)
}
