import type { Json, SweetspotError } from '@sweetspot/core'
import type { Document, LineCounter, ParsedNode } from 'yaml'
import { productError } from '../../product-error.ts'
import type { Path, SweepDocument } from './sweep-document.ts'

/** Maximum size of a sweep file, in characters: real ones have a few kilobytes. */
const MAX_LENGTH = 250_000

/** Maximum nesting, and maximum number of values, of a document. */
const MAX_DEPTH = 32
const MAX_VALUES = 20_000
const TOO_DEEP = `Values are nested more than ${MAX_DEPTH} deep.`

/** Texts that YAML 1.1, and so PyYAML, reads as booleans, and YAML 1.2 as texts. */
const OLD_BOOLEAN = /^(?:yes|no|on|off)$/i

/** Numbers with underscores, which only YAML 1.1 has. */
const OLD_NUMBER = /^[+-]?\d[\d_]*_[\d_]*(?:\.[\d_]*)?$/

/** An exponent without a point: a number in YAML 1.2, a text in YAML 1.1. */
const BARE_EXPONENT = /^[+-]?\d+[eE][+-]?\d+$|^[+-]?(?:\d+\.?\d*|\.\d+)[eE]\d+$/

/**
 * Parses the text of a YAML 1.2 or JSON file.
 *
 * @param file - The name of the file, for messages.
 * @throws ERR_INVALID_SWEEP with the line and the column of a mistake
 */
export async function parseDocument(text: string, file: string): Promise<SweepDocument> {
  // Loaded on demand: programs that tune in TypeScript need no YAML.
  const yaml = await import('yaml')
  const fault = (place: string, why: string) => productError('ERR_INVALID_SWEEP', `${place}: ${why}`)
  if (text.length > MAX_LENGTH) throw fault(file, `The file has ${text.length} characters, more than ${MAX_LENGTH}.`)
  const lineCounter = new yaml.LineCounter()
  const isJson = /\.json$/i.test(file)
  const document = yaml.parseDocument(text, { lineCounter, merge: !isJson, prettyErrors: false, version: '1.2' })
  const [error] = document.errors
  if (error) {
    // The parser recurses into nested values, and reports its own overflow.
    const why = /call stack/i.test(error.message) ? TOO_DEEP : sentence(error.message)
    throw fault(placeOf(file, lineCounter, error.pos[0]), why)
  }
  const notices = new Map<string, string>()
  let count = 0
  const checkSize = (node: { readonly range?: readonly [number, number, number] | null }, depth: number) => {
    const place = placeOf(file, lineCounter, node.range?.[0] ?? 0)
    count += 1
    if (count > MAX_VALUES) throw fault(place, `The file has more than ${MAX_VALUES} values.`)
    if (depth > MAX_DEPTH) throw fault(place, TOO_DEEP)
  }
  yaml.visit(document, {
    Collection(_, node, ancestors) {
      checkSize(node, ancestors.filter((ancestor) => yaml.isCollection(ancestor)).length + 1)
    },
    Scalar(key, node) {
      checkSize(node, 0)
      const place = placeOf(file, lineCounter, node.range?.[0] ?? 0)
      if (key === 'key' && node.value === '__proto__') throw fault(place, 'The key __proto__ is not allowed.')
      if (isJson || node.type !== 'PLAIN' || key === 'key') return
      for (const [kind, notice] of oldReadings(node.source ?? '', place)) {
        if (!notices.has(kind)) notices.set(kind, notice)
      }
    },
  })
  const root = plainValue(document, (why) => fault(file, why))
  return {
    file,
    root,
    at: (path) => placeOf(file, lineCounter, offsetOf(document, path)),
    isWrittenAsFloat(path) {
      const node = document.getIn(path, true)
      return yaml.isScalar(node) && typeof node.value === 'number' && /[.eE]/.test(node.source ?? '')
    },
    notices: [...notices.values()],
  }
}

/** The first text of each kind that YAML 1.1 reads differently. */
function oldReadings(source: string, place: string): readonly (readonly [kind: string, notice: string])[] {
  const versions = 'YAML 1.2 and Sweetspot read'
  if (OLD_BOOLEAN.test(source)) {
    return [['boolean', `${place}: ${versions} ${source} as a text, PyYAML as a boolean; write true or false.`]]
  }
  if (OLD_NUMBER.test(source)) {
    return [['number', `${place}: ${versions} ${source} as a text, PyYAML as a number; remove the underscores.`]]
  }
  if (BARE_EXPONENT.test(source)) {
    return [['exponent', `${place}: ${versions} ${source} as a number, PyYAML as a text; this holds for all like it.`]]
  }
  return []
}

function plainValue(document: Document.Parsed, fault: (why: string) => SweetspotError): Json {
  try {
    // The limit of aliases keeps a small file from growing to gigabytes.
    return document.toJS({ maxAliasCount: 100 }) as Json
  } catch (thrown) {
    throw fault(sentence(thrown instanceof Error ? thrown.message : String(thrown)))
  }
}

/** The offset of the value at a path, or of the nearest enclosing value. */
function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as ParsedNode | undefined
    if (node?.range) return node.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}

function placeOf(file: string, lineCounter: LineCounter, offset: number): string {
  const { line, col } = lineCounter.linePos(offset)
  return `${file}:${line}:${col}`
}

/** A message as a sentence. */
const sentence = (message: string) => `${message.replace(/\.?\s*$/, '')}.`
