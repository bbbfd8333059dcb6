import type { Json, StudySnapshot } from '@sweetspot/core'
import { METRIC_TEXT, metricText } from '../../sweep/metric-text.ts'
import type { Sweep } from '../../sweep/sweep.ts'

/** The attribute of a study that keeps what its runs were given beside the command. */
export const RUN_ATTRIBUTE = 'sweetspot.run'

const PRUNERS = ['auto', 'median'] as const

/** What the runs of a study were given; absent fields have their defaults. */
export interface KeptRun {
  /** The metric source, as `--metric` takes it. */
  readonly metric?: string
  readonly pruner?: (typeof PRUNERS)[number]
  /** Whether environment variables were given. Their values are not kept, since they may be secret. */
  readonly hasEnvironment?: true
}

/** The value of {@link RUN_ATTRIBUTE}; undefined if everything has its default. */
export function runAttribute({
  metric,
  pruner,
  environment = {},
}: Sweep): { readonly [name: string]: Json } | undefined {
  const kept: { readonly [name: string]: Json } = {
    ...(metric && metric.kind !== 'json' && { metric: metricText(metric) }),
    ...(pruner !== undefined && pruner !== 'none' && { pruner }),
    ...(Object.keys(environment).length > 0 && { hasEnvironment: true }),
  }
  return Object.keys(kept).length > 0 ? kept : undefined
}

/** What the runs of a study were given, as far as it is known. */
export function keptRun({ attributes }: Pick<StudySnapshot, 'attributes'>): KeptRun {
  const kept = attributes[RUN_ATTRIBUTE]
  if (typeof kept !== 'object' || kept === null) return {}
  const { metric, pruner, hasEnvironment } = kept as { readonly [name: string]: Json | undefined }
  const known = PRUNERS.find((name) => name === pruner)
  return {
    ...(typeof metric === 'string' && METRIC_TEXT.test(metric) && { metric }),
    ...(known !== undefined && { pruner: known }),
    ...(hasEnvironment === true && { hasEnvironment }),
  }
}
