import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Json } from '@sweetspot/core'
import { productError } from '../product-error.ts'
import { importSweep } from './document/import-sweep.ts'
import { parseDocument } from './document/parse-document.ts'
import { faultAt, isObject } from './document/sweep-document.ts'
import { isHydra, readHydra } from './hydra/read-hydra.ts'
import { isNni, readNni } from './nni/read-nni.ts'
import { readOwn } from './own/read-own.ts'
import type { ReadSweep } from './sweep.ts'
import { isWandb, readWandb } from './wandb/read-wandb.ts'

const PROGRAMS = ['.ts', '.mts', '.js', '.mjs']

/**
 * Reads a sweep file, which is recognized by its content: a W&B sweep, a search space of NNI, a configuration with a
 * Hydra sweeper, or Sweetspot's own format in YAML, JSON or TypeScript.
 *
 * @param path - The path of the file. A TypeScript or JavaScript file is run, and its default export is the sweep.
 * @returns The sweep, and one line for each thing that was ignored or changed.
 * @throws ERR_INVALID_SWEEP with file, line and column; ERR_SPACE_NOT_FINITE for a grid with a continuous parameter
 */
export async function readSweepFile(path: string): Promise<ReadSweep> {
  if (PROGRAMS.includes(extname(path).toLowerCase())) {
    const content = await importSweep(path)
    return readOwn({ at: (place) => [path, ...place].join(' › '), notices: [] }, content)
  }
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw productError('ERR_INVALID_SWEEP', `Cannot read the sweep file ${path}: ${reason}.`, { cause })
  }
  return readSweepText(text, path)
}

/**
 * Reads the text of a sweep file in YAML or JSON; see {@link readSweepFile}.
 *
 * @param file - The name of the file, for messages.
 */
export async function readSweepText(text: string, file: string): Promise<ReadSweep> {
  const document = await parseDocument(text.replace(/^\uFEFF/, ''), file)
  const { root } = document
  if (isHydra(root)) return readHydra(document, root)
  if (isWandb(root)) return readWandb(document, root)
  if (isNni(root)) return readNni(document, root)
  const foreign = foreignForm(root)
  if (foreign !== undefined) throw faultAt(document, [], foreign)
  return readOwn(document, root)
}

/** Says why a document is no sweep, if that is plain: its keys are none of our format. */
function foreignForm(root: Json): string | undefined {
  const forms =
    'a W&B sweep (method, parameters), an NNI search space (_type and _value in each parameter), a Hydra sweeper (hydra.sweeper) or a sweep of Sweetspot (space)'
  if (!isObject(root)) return `The file is no sweep: expected an object, ${forms}.`
  const keys = Object.keys(root)
  if (keys.length === 0 || keys.some((key) => OWN_KEYS.has(key))) return undefined
  const shown = `${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''}`
  const members = Object.values(root).filter(isObject)
  const untyped = keys.find((key) => {
    const member = root[key]
    return isObject(member) && !('_type' in member)
  })
  const hint =
    members.length === keys.length && untyped !== undefined ? ` For NNI, ${untyped} needs _type and _value.` : ''
  return `The file is no sweep that Sweetspot knows: its keys are ${shown}; expected ${forms}.${hint}`
}

/** Keys by which a file in our format is recognized; a wrong key beside them is reported. */
const OWN_KEYS: ReadonlySet<string> = new Set(['space', 'minimize', 'maximize', 'command', 'trials', 'sampler'])
