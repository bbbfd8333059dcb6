import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
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

/** Maximum characters of a script that are searched. */
const MAX_LENGTH = 500_000

/** Finds the script of a folder that can be tuned as it is, else the likeliest one; undefined without any. */
export function findScript(folder: string): FoundScript | undefined {
  const scripts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in PROGRAMS && !OTHER.test(stem(entry.name)))
    .map(({ name }) => name)
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .slice(0, MAX_SCRIPTS)
    .map((file) => readScript(folder, file))
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

function readScript(folder: string, file: string): FoundScript {
  const text = readFileSync(join(folder, file), 'utf8').slice(0, MAX_LENGTH)
  const isPython = extname(file) === '.py'
  return {
    file,
    program: PROGRAMS[extname(file)] ?? '',
    parameters: parametersIn(text, isPython),
    metric: metricIn(text),
  }
}
