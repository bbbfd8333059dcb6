/** A metric that a script prints. */
export interface FoundMetric {
  readonly name: string
  readonly direction: 'maximize' | 'minimize'
  /** Where it is found, as for `--metric`; undefined for JSON on stdout. */
  readonly source: string | undefined
}

const METRIC =
  /acc|auc|f1|score|reward|precision|recall|r2|throughput|loss|error|rmse|mse|mae|cost|latency|seconds|size|bytes|perplexity/i
const MORE_IS_BETTER = /acc|auc|f1|score|reward|precision|recall|r2|throughput/i

/** JSON objects that are printed, and what is reported by our modules. */
const OBJECTS = [
  /json\.dumps\(\s*(?:dict\()?\{?([^})]*)/g,
  /JSON\.stringify\(\s*\{([^}]*)/g,
  /\breport\(\s*\{?([^})]*)/g,
]

/** Text such as `val_acc=0.93` or `loss: 0.2`: the name before a value that the script puts in. */
const PRINTED = /(?:print|console\.log)\(\s*f?['"`][^'"`\n]*?\b(\w+)(\s*[=:]\s*)\$?\{/g

/** The metric that a script prints as JSON or as text, the last one if there are several; undefined without one. */
export function metricIn(script: string): FoundMetric | undefined {
  const keys = OBJECTS.flatMap((form) => [...script.matchAll(form)]).flatMap(([, members = '']) =>
    [...members.matchAll(/(?:^|[,{\s])['"]?(\w+)['"]?\s*[:=,}]/g)].map(([, key = '']) => key),
  )
  const reported = best(keys)
  if (reported !== undefined) return metric(reported, undefined)
  const texts = [...script.matchAll(PRINTED)].filter(([, name = '']) => METRIC.test(name))
  const [, name, between = ''] = texts.at(-1) ?? []
  return name === undefined
    ? undefined
    : metric(name, `regex:${name}${between.trim() === '=' ? '\\s*=\\s*' : ':\\s*'}(\\S+)`)
}

/** Metrics on validation or test data tell more than those on the training data. */
const best = (names: readonly string[]) =>
  names.find((name) => /^(?:val|valid|test|eval)/i.test(name) && METRIC.test(name)) ??
  names.find((name) => METRIC.test(name))

const metric = (name: string, source: string | undefined): FoundMetric => ({
  name,
  direction: MORE_IS_BETTER.test(name) ? 'maximize' : 'minimize',
  source,
})
