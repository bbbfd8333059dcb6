import { closeSync, type Dirent, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileError } from '../../text/file-error.ts'
import { type FoundMetric, metricIn } from './metric-in.ts'
import { type FoundParameter, parametersIn } from './parameters-in.ts'

/** A script of a folder, and what its text tells about how to tune it. */
export interface FoundScript {
  readonly file: string
  /** The words before the name of the script. */
  readonly program: string
  /** Its options that look like parameters, with ranges around their defaults. */
  readonly parameters: readonly FoundParameter[]
  readonly metric: FoundMetric | undefined
}

const PROGRAMS: { readonly [extension: string]: string } = {
  '.py': 'python3',
  '.mjs': 'node',
  '.js': 'node',
  '.ts': 'node',
}

/** Names of scripts that people tune, the likeliest first. */
const LIKELY = ['train', 'main', 'run', 'tune', 'fit', 'bench', 'build', 'index']

/** Scripts that are part of a project but do not run it. */
const OTHER = /^(?:setup|conftest|noxfile|test_.*|.*_test|__.*|sweep|sweetspot)$|\.(?:config|test|spec|d)$/

/** Maximum scripts that are read. */
const MAX_SCRIPTS = 20

/** Maximum bytes of a script that are read. */
const MAX_LENGTH = 500_000

/**
 * Finds the script of a folder that can be tuned as it is, else the likeliest one; undefined without any. Scripts that
 * cannot be read are ignored.
 *
 * @throws ERR_FILE_NOT_FOUND, ERR_FILE_ACCESS for the folder
 */
export function findScript(folder: string): FoundScript | undefined {
  const scripts = entriesOf(folder)
    .filter((entry) => entry.isFile() && extname(entry.name) in PROGRAMS && !OTHER.test(stem(entry.name)))
    .map(({ name }) => name)
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .slice(0, MAX_SCRIPTS)
    .flatMap((file) => readScript(folder, file) ?? [])
  return scripts.find(isComplete) ?? scripts[0]
}

/** Whether a run of the script needs nothing that its text does not tell. */
export const isComplete = ({ parameters, metric }: FoundScript): boolean =>
  parameters.length > 0 && metric !== undefined

const stem = (file: string) => file.slice(0, -extname(file).length)

function rank(file: string): number {
  const place = LIKELY.indexOf(stem(file).toLowerCase())
  return (place < 0 ? LIKELY.length : place) * 2 + (extname(file) === '.py' ? 0 : 1)
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (cause) {
    throw fileError(folder, 'read', cause)
  }
}

function readScript(folder: string, file: string): FoundScript | undefined {
  const text = textOf(join(folder, file))
  if (text === undefined) return undefined
  const isPython = extname(file) === '.py'
  return {
    file,
    program: PROGRAMS[extname(file)] ?? '',
    parameters: parametersIn(text, isPython),
    metric: metricIn(text),
  }
}

/** The beginning of a file; undefined if it cannot be read. */
function textOf(path: string): string | undefined {
  try {
    const file = openSync(path, 'r')
    try {
      const bytes = Buffer.alloc(Math.min(fstatSync(file).size, MAX_LENGTH))
      return bytes.toString('utf8', 0, readSync(file, bytes))
    } finally {
      closeSync(file)
    }
  } catch {
    return undefined
  }
}
