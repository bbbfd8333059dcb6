import type { TrialSpec } from '@sweetspot/core'
import type { MetricReading } from '../metric-reading.ts'
import type { FoundValues } from './metric-reader.ts'
import type { ReportedResult } from './reported-result.ts'

/**
 * The metrics of a trial: the result that the helper reported, else what the command left at its source, else the last
 * value that the helper reported with a step.
 */
export function readingOf(
  { number, attempt, metrics }: TrialSpec,
  names: readonly string[],
  helper: ReportedResult,
  { values: left, found }: FoundValues,
): { readonly reading: MetricReading; readonly hasResult: boolean } {
  const all = new Map([...helper.stepValues, ...left, ...helper.resultValues])
  const values = Object.fromEntries(
    names.flatMap((name) => {
      const value = all.get(name)
      return value ? [[name, value] as const] : []
    }),
  )
  const missing = metrics.filter((name) => !all.has(name))
  const reading = { trial: number, attempt, values, missing, ...(missing.length > 0 && { found }) }
  return { reading, hasResult: metrics.some((name) => left.has(name) || helper.resultValues.has(name)) }
}

/** The values of a reading, by name. */
export const valuesOf = ({ values }: MetricReading): { readonly [name: string]: number } =>
  Object.fromEntries(Object.entries(values).map(([name, { value }]) => [name, value]))
