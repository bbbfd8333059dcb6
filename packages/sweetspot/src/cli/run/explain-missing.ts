import { readFileSync } from 'node:fs'
import { printableLines } from '@sweetspot/core'
import type { MetricReading } from '../../command/metric-reading.ts'
import { productError } from '../../product-error.ts'
import { EXIT } from '../exit-codes.ts'
import { eventLine } from './display/json-display.ts'

/** Lines of output that are shown of a command without a metric. */
const SHOWN_LINES = 8

/** Characters of a line that are shown. */
const SHOWN_CHARACTERS = 500

/** The last lines in which a number of the metric is looked for. */
const SEARCHED_LINES = 200

/** The error of a run whose first trial left no metric. */
export const missingMetric = ({ trial, missing, found = '' }: MetricReading) =>
  productError('ERR_METRIC_NOT_FOUND', `Trial ${trial} has no value of ${missing.join(', ')}. ${found}`)

/** The last event of a run for programs, if its first trial left no metric. */
export const missingEvent = ({ trial, missing }: MetricReading, study: string, at: number): string =>
  eventLine({ event: 'result', at, study, reason: 'no-metric', exitCode: EXIT.usage, trial, missing })

/** What the command printed, and the ways to report a metric. */
export function reportingHelp({ missing }: MetricReading, logPath: string): readonly string[] {
  const [metric = 'value'] = missing
  const name = /^[A-Za-z_]\w*$/.test(metric) ? metric : 'value'
  const printed = printableLines(readLog(logPath))
    .split('\n')
    .filter((line) => line.trim() !== '')
  const pattern = likelyPattern(printed.slice(-SEARCHED_LINES).map(shortened), metric) ?? `${name}[=: ]+(\\S+)`
  const shown = printed.slice(-SHOWN_LINES).map(shortened)
  const hidden = printed.length - shown.length
  return [
    ...(shown.length === 0
      ? ['The command printed nothing.']
      : [
          `The command printed${hidden > 0 ? `, after ${hidden} other lines` : ''}:`,
          ...shown.map((line) => `  | ${line}`),
        ]),
    'Report the metric in one of these ways, then run the same command again:',
    `  1. print a JSON object on a line of its own: {"${metric}": 0.93}`,
    `  2. leave the program as it is, and say where the number is: --metric 'regex:${pattern}'`,
    `     or --metric file:'{dir}/metrics.json'`,
    `  3. in Python: import sweetspot_trial; sweetspot_trial.report(${name}=…)`,
    `     in Node: import { report } from 'sweetspot/trial'; report({ ${name}: … })`,
  ]
}

const shortened = (line: string) => (line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line)

/** A pattern for a line that has a number after a word like the metric, such as `accuracy: 0.7` for `acc`. */
function likelyPattern(lines: readonly string[], metric: string): string | undefined {
  const wanted = metric.toLowerCase()
  for (const line of lines.toReversed()) {
    for (const [, word = '', separator = ''] of line.matchAll(/\b([A-Za-z_]\w*)(\s*[:=]\s*)[-+]?\d/g)) {
      const found = word.toLowerCase()
      if (found.includes(wanted) || wanted.includes(found)) return `${word}${separator}(\\S+)`
    }
  }
  return undefined
}

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
