import { parseLenientObject } from './lenient-json.ts'
import { skippedText } from './line-splitter.ts'
import type { MetricReader } from './metric-reader.ts'
import { ObjectValues } from './object-values.ts'

/** Maximum size of an object over several lines, in characters. */
const LARGEST_OBJECT = 1_000_000

/**
 * Reads the JSON objects on stdout: each on a line of its own, or pretty-printed from a line `{` to a line `}`. Other
 * text is ignored.
 */
export function jsonReader(names: readonly string[]): MetricReader {
  const objects = new ObjectValues(names, 'JSON object on stdout')
  let lines = 0
  /** The lines of a pretty-printed object so far. */
  let open: string[] | undefined
  let size = 0
  const take = (text: string) => {
    const object = parseLenientObject(text)
    return object && objects.add(object)
  }
  return {
    line(stream, text) {
      if (stream !== 'stdout') return undefined
      lines += 1
      const line = text.trim()
      if (text.trimEnd() === '{') {
        open = []
        size = 0
      }
      if (open) {
        open.push(text)
        size += text.length
        if (text.trimEnd() === '}') {
          const whole = open.join('\n')
          open = undefined
          return take(whole)
        }
        if (size > LARGEST_OBJECT) open = undefined
      }
      return line.startsWith('{') && line.endsWith('}') ? take(line) : undefined
    },
    end: async ({ stdout: skipped }) => ({
      values: objects.values,
      found: `${objects.found ?? `There is no JSON object on stdout; lines read: ${lines}.`}${skippedText(skipped)}`,
    }),
  }
}
