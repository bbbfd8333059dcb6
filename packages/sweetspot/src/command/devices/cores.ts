import { accessSync, constants, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, join } from 'node:path'

/** Variables by which libraries of numerics choose their number of threads. */
const THREAD_VARIABLES = [
  'OMP_NUM_THREADS',
  'MKL_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'BLIS_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
  'NUMEXPR_NUM_THREADS',
  'RAYON_NUM_THREADS',
  'TF_NUM_INTRAOP_THREADS',
]

/** The variables that limit the threads of a trial. */
export const threadEnvironment = (cores: number) =>
  Object.fromEntries(THREAD_VARIABLES.map((name) => [name, String(cores)]))

/** The numbers of the cores that this process may use. */
export function allowedCores(): readonly number[] {
  try {
    const [, list = ''] = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? []
    const cores = list.split(',').flatMap((range) => {
      const [first = Number.NaN, last = first] = range.split('-').map(Number)
      return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    })
    if (cores.length > 0) return cores
  } catch {
    // Not Linux.
  }
  return Array.from({ length: availableParallelism() }, (_, index) => index)
}

/** The path of the program `taskset` of Linux, which binds a process to cores; undefined if there is none. */
export function tasksetPath(path = ''): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, 'taskset'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return process.platform === 'linux'
      } catch {
        return false
      }
    })
}
