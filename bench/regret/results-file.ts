import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { SweetspotError } from 'sweetspot'
import { type Machine, thisMachine } from '../machine.ts'
import { type BrokenRun, type RunRecord, runKey } from './run-record.ts'

/** Increased when the meaning of a field changes. */
const FORMAT = 1

/** A file of runs. */
export interface ResultsFile {
  readonly kind: 'regret'
  readonly format: number
  /** The machine of the runs; of the last runs if files were merged. */
  readonly machine: Machine
  readonly runs: readonly RunRecord[]
  /** Broken runs. */
  readonly broken: readonly BrokenRun[]
}

/** Writes the runs, one per line; the old file stays until the new one is complete. */
export function writeResults(path: string, runs: readonly RunRecord[], broken: readonly BrokenRun[]): void {
  const lines = (items: readonly unknown[]) =>
    items.length === 0 ? '[]' : `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`
  const head = JSON.stringify({ kind: 'regret', format: FORMAT, machine: thisMachine() }).slice(1, -1)
  writeFileSync(`${path}.part`, `{${head},\n"runs":${lines(runs)},\n"broken":${lines(broken)}}\n`)
  renameSync(`${path}.part`, path)
}

/**
 * Reads a file that {@link writeResults} wrote.
 *
 * @throws ERR_INVALID_ARGUMENT if it cannot be read or is invalid
 */
export function readResults(path: string): ResultsFile {
  let content: Partial<ResultsFile>
  try {
    content = JSON.parse(readFileSync(path, 'utf8')) as Partial<ResultsFile>
  } catch (cause) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `${path} cannot be read as JSON.`, { cause })
  }
  if (content.kind !== 'regret' || content.format !== FORMAT || !Array.isArray(content.runs)) {
    const wanted = `results of the regret benchmark in format ${FORMAT}`
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `${path} does not contain ${wanted}.`)
  }
  return { broken: [], ...content } as ResultsFile
}

/** The runs of several files; for a run in several files, the last one. */
export function mergedRuns(files: readonly ResultsFile[]): readonly RunRecord[] {
  return [...new Map(files.flatMap(({ runs }) => runs).map((record) => [runKey(record), record])).values()]
}
