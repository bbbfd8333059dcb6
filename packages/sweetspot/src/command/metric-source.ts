/**
 * Where a command leaves its metrics: in the last JSON object on stdout, in lines that match a regular expression
 * (RE2 syntax, so that matching takes linear time), or in a file (JSON, JSONL or CSV, by its extension). Values that the
 * command reports through its helper have priority over all of these.
 */
export type MetricSource =
  | { readonly kind: 'json' }
  | { readonly kind: 'regex'; readonly pattern: string }
  | { readonly kind: 'file'; readonly path: string }
