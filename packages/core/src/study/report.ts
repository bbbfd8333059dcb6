import { plainCopy } from '../arguments/plain-object.ts'
import { SweetspotError } from '../errors.ts'
import { checkName, formatValue } from '../space/json-value.ts'
import type { Measurement, MetricValues } from '../trial/measurement.ts'

/**
 * A measurement of what an objective reported.
 *
 * @param value - The value of the study's only metric, or values by name; NaN and infinities too: they are worth seeing.
 * @param step - One more than the whole part of `last` unless given.
 * @param last - The last step that was reported.
 * @throws ERR_INVALID_VALUE, ERR_INVALID_ARGUMENT for a step that is none, ERR_INVALID_NAME
 */
export function measurementOf(
  value: unknown,
  step: number | undefined,
  last: number | undefined,
  metrics: readonly string[],
  at: number,
): Measurement {
  const next = step ?? (last === undefined ? 0 : Math.floor(last) + 1)
  if (!(typeof next === 'number' && next >= 0 && Number.isFinite(next))) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `A step is a finite number from 0 on, not ${formatValue(next)}.`)
  }
  return { step: next, values: intermediateValues(value, metrics), at }
}

function intermediateValues(value: unknown, metrics: readonly string[]): MetricValues {
  if (typeof value === 'number' && metrics.length === 1) return Object.freeze({ [metrics[0] as string]: value })
  const entries = Object.entries(plainCopy(value) ?? {})
  if (entries.length === 0 || entries.some(([, number]) => typeof number !== 'number')) {
    const taken = `${metrics.length === 1 ? 'a number, or ' : ''}numbers by the name of their metric`
    throw new SweetspotError('ERR_INVALID_VALUE', `report takes ${taken}, not ${formatValue(value)}.`)
  }
  return Object.freeze(
    Object.fromEntries(entries.map(([name, number]) => [checkName(name, 'A metric'), number as number])),
  )
}
