import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { causeText, nearestName, SweetspotError } from '@sweetspot/core'
import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { productError } from '../../product-error.ts'
import { sentence } from '../../text/sentence.ts'
import { readValue } from '../parser/read-value.ts'
import type { OptionSpec } from '../table/command-spec.ts'

/** The values of a configuration file, by the keys of the table of options. */
export type Configuration = { readonly [name: string]: unknown }

/** The place of a value in a file, or of its key if that is unknown, as `file:line:column` or only the file. */
type PlaceOf = (path: readonly PropertyKey[], isUnknown?: boolean) => string

/**
 * Reads a configuration file and checks it.
 *
 * @param settings - All options that a file can set, by key.
 * @throws ERR_INVALID_CONFIG with file, line and column; ERR_FILE_NOT_FOUND
 */
export async function readConfiguration(
  path: string,
  settings: { readonly [name: string]: OptionSpec },
): Promise<Configuration> {
  const { value, placeOf } = path.endsWith('.ts') ? await loadModule(path) : parseText(path)
  const result = schemaOf(settings).safeParse(value ?? {})
  if (result.success) return result.data
  const issue = result.error.issues[0]
  if (!issue) throw invalid(path, 'it has no settings')
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    const nearest = nearestName(key, Object.keys(settings))
    const hint =
      nearest === undefined ? `the settings are ${Object.keys(settings).join(', ')}` : `did you mean ${nearest}?`
    throw invalid(placeOf([key], true), `Unknown setting "${key}"; ${hint}`)
  }
  const [key] = issue.path
  const spec = typeof key === 'string' ? settings[key] : undefined
  const given = isObject(value) && typeof key === 'string' ? value[key] : undefined
  if (spec?.choices && typeof given === 'string') checkChoice(placeOf(issue.path), String(key), spec, given)
  const name = issue.path.join('.')
  throw invalid(placeOf(issue.path), `${name === '' ? '' : `${name}: `}${issue.message}`)
}

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null

/** @throws ERR_INVALID_CONFIG with the nearest choice */
function checkChoice(place: string, name: string, spec: OptionSpec, given: string): void {
  try {
    readValue(name, spec, given)
  } catch (thrown) {
    throw thrown instanceof SweetspotError ? invalid(place, causeText(thrown)) : thrown
  }
}

const invalid = (place: string, what: string) => productError('ERR_INVALID_CONFIG', `${place}: ${sentence(what)}`)

/** The schema of configuration files: each setting may be missing. */
function schemaOf(settings: { readonly [name: string]: OptionSpec }) {
  const fields = Object.entries(settings).map(([name, spec]) => {
    const one = valueSchema(spec)
    return [name, (spec.repeat ? z.array(one) : one).optional()] as const
  })
  return z.strictObject(Object.fromEntries(fields))
}

function valueSchema({ value, kind = 'text', choices }: OptionSpec) {
  if (value === undefined) return z.boolean()
  if (choices) return z.enum(choices)
  if (kind === 'integer') return z.int().nonnegative()
  return kind === 'number' ? z.number() : z.string()
}

/** Parses YAML or JSON, which is YAML too, with the places of its values. */
function parseText(path: string): { readonly value: unknown; readonly placeOf: PlaceOf } {
  const lines = new LineCounter()
  const document = parseDocument(readText(path), { lineCounter: lines })
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `${path}:${line}:${col}`
  }
  const [error] = document.errors
  if (error) throw invalid(place(error.pos[0]), error.message.split(/ at line \d+|\n/, 1)[0] ?? 'invalid YAML')
  const placeOf: PlaceOf = (keys, isUnknown = false) => {
    const { contents } = document
    const [key] = keys
    const pair =
      isNode(contents) && 'items' in contents
        ? contents.items.find((item) => typeof item === 'object' && 'key' in item && String(item.key) === key)
        : undefined
    const found = document.hasIn(keys) ? document.getIn(keys, true) : undefined
    const node = !isUnknown && isNode(found) ? found : typeof pair === 'object' && 'key' in pair ? pair.key : undefined
    return isNode(node) && node.range ? place(node.range[0]) : path
  }
  return { value: document.toJS(), placeOf }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw productError('ERR_FILE_NOT_FOUND', `The configuration file ${path} cannot be read: ${causeText(cause)}.`, {
      cause,
    })
  }
}

/** Loads a TypeScript module, with Node's own removal of types where it has one. Its default export is the value. */
async function loadModule(path: string): Promise<{ readonly value: unknown; readonly placeOf: PlaceOf }> {
  readText(path)
  try {
    const module: unknown = process.features.typescript
      ? await import(pathToFileURL(path).href)
      : await (await import('jiti')).createJiti(import.meta.url).import(path)
    if (isObject(module) && 'default' in module) return { value: module.default, placeOf: () => path }
  } catch (cause) {
    throw productError('ERR_INVALID_CONFIG', `${path} cannot be loaded: ${causeText(cause)}.`, { cause })
  }
  throw invalid(path, 'Expected a default export with the settings')
}
