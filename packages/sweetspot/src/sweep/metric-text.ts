import type { MetricSource } from '../command/metric-source.ts'

/** The form of a metric source as text: `json`, `regex:PATTERN` or `file:PATH`. */
export const METRIC_TEXT = /^(?:json$|regex:.|file:.)/s

/** The metric source that a text of the form {@link METRIC_TEXT} means. */
export function metricSource(text: string): MetricSource {
  if (text.startsWith('regex:')) return { kind: 'regex', pattern: text.slice('regex:'.length) }
  return text.startsWith('file:') ? { kind: 'file', path: text.slice('file:'.length) } : { kind: 'json' }
}

/** The text of the form {@link METRIC_TEXT} that means a metric source. */
export function metricText(source: MetricSource): string {
  switch (source.kind) {
    case 'json':
      return 'json'
    case 'regex':
      return `regex:${source.pattern}`
    case 'file':
      return `file:${source.path}`
  }
}
