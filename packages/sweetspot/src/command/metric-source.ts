/**
 * Where to read the metrics of a command: the last JSON object on stdout, lines that match a regular expression
 * (RE2 syntax, so that matching takes linear time), or a file (JSON, JSONL or CSV, by its extension; `{dir}` and
 * `{trial}` in its path are replaced). A result that the command reports through its helper, without a step, has priority
 * over all of these; the last values that it reports with a step count if there are no others.
 */
export type MetricSource =
  | { readonly kind: 'json' }
  | { readonly kind: 'regex'; readonly pattern: string }
  | { readonly kind: 'file'; readonly path: string }
