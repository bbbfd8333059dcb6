import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileError } from '../../text/file-error.ts'
import type { ImportFormat } from '../table/file-formats.ts'
import { formatByEnding } from './format-by-ending.ts'

/** Bytes of the start of a file by which it is recognised. */
const START = 256

const SQLITE_HEADER = 'SQLite format 3\0'

/** The first operation of a journal of Optuna. */
const OPTUNA_OPERATION = /^\s*\{\s*"op_code"\s*:\s*\d/

/**
 * Recognises files of Optuna and folders of KerasTuner by their content, and other files by their ending.
 *
 * @returns Undefined if the format is unknown.
 * @throws ERR_FILE_NOT_FOUND, ERR_FILE_ACCESS
 */
export function recognizedFormat(path: string): ImportFormat | undefined {
  try {
    if (statSync(path).isDirectory()) return existsSync(join(path, 'oracle.json')) ? 'keras-tuner' : undefined
    const start = startOf(path)
    return start.startsWith(SQLITE_HEADER) || OPTUNA_OPERATION.test(start) ? 'optuna' : formatByEnding(path)
  } catch (cause) {
    throw fileError(path, 'read', cause)
  }
}

function startOf(path: string): string {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(START)
    return buffer.toString('latin1', 0, readSync(file, buffer, 0, START, 0))
  } finally {
    closeSync(file)
  }
}
