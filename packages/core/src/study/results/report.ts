import { checkArgument } from '../../arguments/argument.ts'
import { formatValue } from '../../arguments/format-value.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { isList } from '../../arguments/shape.ts'
import { SweetspotError, studyError } from '../../errors.ts'
import { checkName } from '../../space/json-value.ts'
import type { Measurement, MetricValues } from '../../trial/measurement.ts'

/**
 * Checks the values that an objective reported, and returns them as a measurement.
 *
 * @param value - The value of the study's only metric, or values by name. NaN and infinite values are allowed and
 *   recorded.
 * @param step - The step. Default: one more than the integer part of `last`.
 * @param last - The last reported step.
 * @throws ERR_INVALID_VALUE, ERR_INVALID_ARGUMENT for an invalid step, ERR_INVALID_NAME
 */
export function measurementOf(
  value: unknown,
  step: number | undefined,
  last: number | undefined,
  metrics: readonly string[],
  at: number,
): Measurement {
  checkArgument('the metrics', metrics, isList(metrics), 'a list of names')
  const next = step ?? (last === undefined ? 0 : Math.floor(last) + 1)
  if (!(typeof next === 'number' && next >= 0 && Number.isFinite(next))) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected the step to be a finite number of at least 0; received ${formatValue(next)}.`,
    )
  }
  return { step: next, values: intermediateValues(value, metrics), at }
}

function intermediateValues(value: unknown, metrics: readonly string[]): MetricValues {
  if (typeof value === 'number' && metrics.length === 1) return Object.freeze({ [metrics[0] as string]: value })
  const entries = Object.entries(plainCopy(value) ?? {})
  if (entries.length === 0 || entries.some(([, number]) => typeof number !== 'number')) {
    const wanted = `${metrics.length === 1 ? 'a number or ' : ''}an object of numbers by metric name`
    throw studyError('ERR_INVALID_VALUE', `Expected ${wanted} in report; received ${formatValue(value)}.`)
  }
  return Object.freeze(
    Object.fromEntries(entries.map(([name, number]) => [checkName(name, 'A metric'), number as number])),
  )
}
