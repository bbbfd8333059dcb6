import type { Json, SweetspotError } from '@sweetspot/core'
import { productError } from '../../product-error.ts'

/** A place in a document: the keys and indices that lead to it. */
export type Path = readonly (string | number)[]

/** The content of a file, and where its parts are. */
export interface SweepDocument {
  readonly file: string
  readonly root: Json
  /** The place of a value as `file:line:column`; the nearest enclosing place if the value is absent. */
  at(path: Path): string
  /** Whether a number is written with a point or an exponent, as a float of Python is. */
  isWrittenAsFloat(path: Path): boolean
  /** One line for each thing in the text that other readers of the format understand differently. */
  readonly notices: readonly string[]
}

/** An object of JSON values. */
export type JsonObject = { readonly [key: string]: Json }

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

/** An error about a place in a document. */
export function faultAt({ at }: SweepDocument, path: Path, why: string): SweetspotError {
  return productError('ERR_INVALID_SWEEP', `${at(path)}: ${why}`)
}

/** A text member of an object; undefined if it is absent or null. */
export function textAt(document: SweepDocument, path: Path, value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw faultAt(document, path, `Expected ${String(path.at(-1))} to be a text; received ${JSON.stringify(value)}.`)
}

/** A number member of an object; undefined if it is absent or null. */
export function numberAt(document: SweepDocument, path: Path, value: Json | undefined): number | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number') return value
  throw faultAt(document, path, `Expected ${String(path.at(-1))} to be a number; received ${JSON.stringify(value)}.`)
}
