import { type BigIntStats, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { causeText } from '@sweetspot/core'
import { csvObjects } from './csv-objects.ts'
import { parseLenientObject } from './lenient-json.ts'
import type { FoundValues, MetricReader } from './metric-reader.ts'
import { ObjectValues } from './object-values.ts'

/** Maximum size of a file of metrics, in bytes. */
const LARGEST_FILE = 64_000_000

/**
 * Reads metrics from a file after the command has ended: one JSON object; one a line (`.jsonl`, `.ndjson`); or rows under
 * a header (`.csv`), of which the last counts.
 *
 * A file that was there before and did not change is not read: another trial wrote it.
 *
 * @param path - An absolute path.
 */
export function fileReader(path: string, names: readonly string[]): MetricReader {
  const before = statOf(path)
  const none = (found: string): FoundValues => ({ values: new Map(), found })
  return {
    line: () => undefined,
    async end() {
      const after = statOf(path)
      if (!after) return none(`The command did not write the file ${path}.`)
      if (!after.isFile()) return none(`${path} is not a file.`)
      if (before && isSame(before, after)) return none(`The command did not change the file ${path}.`)
      if (after.size > LARGEST_FILE) return none(`The file ${path} is larger than ${LARGEST_FILE} bytes.`)
      let text: string
      try {
        text = await readFile(path, 'utf8')
      } catch (error) {
        return none(`The file ${path} cannot be read: ${causeText(error)}.`)
      }
      const objects = new ObjectValues(names, `object in ${path}`)
      try {
        for (const object of objectsIn(path, text)) objects.add(object)
      } catch (error) {
        return none(`The file ${path} cannot be read: ${causeText(error)}.`)
      }
      return { values: objects.values, found: objects.found ?? `The file ${path} has no JSON object and no row.` }
    },
  }
}

function objectsIn(path: string, text: string): readonly { readonly [key: string]: unknown }[] {
  if (/\.csv$/i.test(path)) return csvObjects(text)
  const whole = /\.(?:jsonl|ndjson)$/i.test(path) ? undefined : parseLenientObject(text)
  if (whole) return [whole]
  return text.split('\n').flatMap((line) => {
    const object = parseLenientObject(line)
    return object ? [object] : []
  })
}

/** Whether the file is as it was: the same node, not written to. */
const isSame = (one: BigIntStats, other: BigIntStats) =>
  one.ino === other.ino && one.mtimeNs === other.mtimeNs && one.size === other.size

function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
