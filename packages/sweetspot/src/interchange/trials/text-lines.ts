import { createReadStream } from 'node:fs'
import { causeText, SweetspotError } from '@sweetspot/core'
import { fileError } from '../../text/file-error.ts'

/** Maximum length of a line in UTF-16 units, so that a file that is no text does not fill the memory. */
const LONGEST_LINE = 64 * 2 ** 20

/** A line of a file, without its end. The first one has number 1. */
export interface Line {
  readonly number: number
  readonly text: string
  /** False for a last line without a line feed. */
  readonly isEnded: boolean
}

/**
 * Reads a text file in parts, without its byte order mark.
 *
 * @throws ERR_FILE_NOT_FOUND, ERR_FILE_ACCESS
 */
export async function* textParts(path: string): AsyncGenerator<string> {
  let isFirst = true
  try {
    for await (const chunk of createReadStream(path, 'utf8')) {
      const text = String(chunk)
      yield isFirst && text.startsWith('\uFEFF') ? text.slice(1) : text
      isFirst = false
    }
  } catch (cause) {
    if (cause instanceof SweetspotError) throw cause
    throw fileError(path, 'read', cause)
  }
}

/**
 * Reads the lines of a text file that are not blank. Only a line feed ends a line, since JSON texts may contain other
 * separators.
 *
 * @throws ERR_FILE_NOT_FOUND, ERR_FILE_ACCESS; ERR_INVALID_ARGUMENT for a line of more than 64 Mi characters
 */
export async function* textLines(path: string): AsyncGenerator<Line> {
  let number = 0
  let rest: string[] = []
  let length = 0
  for await (const part of textParts(path)) {
    const pieces = part.split('\n')
    for (const [index, piece] of pieces.entries()) {
      rest.push(piece)
      length += piece.length
      if (length > LONGEST_LINE) throw tooLong(path, number + 1)
      if (index === pieces.length - 1) break
      number += 1
      const text = rest.join('')
      rest = []
      length = 0
      if (text.trim() !== '') yield { number, text, isEnded: true }
    }
  }
  const text = rest.join('')
  if (text.trim() !== '') yield { number: number + 1, text, isEnded: false }
}

const tooLong = (path: string, line: number) =>
  new SweetspotError('ERR_INVALID_ARGUMENT', `Line ${line} of ${path} has more than ${LONGEST_LINE} characters.`)

/** A place in a file. */
export interface FilePlace {
  readonly path: string
  readonly unit: 'Line' | 'Row' | 'Trial'
  /** Counted from 1; trials of a list from 0. */
  readonly number: number
}

/**
 * Runs `work`, and adds the place in a file to the message of an error.
 *
 * @typeParam T - The type of the result.
 */
export function atPlace<T>(place: FilePlace, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw cause instanceof SweetspotError ? errorAt(place, cause) : cause
  }
}

/** The error with the place in a file, instead of the index in a list of trials. */
export function errorAt({ path, unit, number }: FilePlace, error: SweetspotError): SweetspotError {
  const text = causeText(error).replace(/^Trial \d+ of the list: /, '')
  const { code, advice } = error
  return new SweetspotError(code, `${unit} ${number} of ${path}: ${text}.`, { cause: error, advice })
}
