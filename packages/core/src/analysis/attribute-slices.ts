import { checkArgument } from '../arguments/argument.ts'
import { type OptionNames, optionsReader } from '../arguments/options.ts'
import { isList } from '../arguments/shape.ts'
import { SweetspotError } from '../errors.ts'
import type { Json } from '../space/json-value.ts'
import { jsonKey } from '../space/json-value.ts'
import type { CompletedTrial } from '../trial/trial-record.ts'
import { chosenMetric, METRIC_NAMES, type MetricOption } from './chosen-metric.ts'
import { constrainedPoint } from './constrained-point.ts'
import type { ParameterAxis } from './parameter-axis.ts'
import type { SliceData } from './slice.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** Which attributes an analysis is about. */
export interface AttributesChoice {
  /** Names of attributes of trials. Default: all that completed trials have, except those with more than 50 values that
   * are not numbers. */
  readonly attributes?: readonly string[]
}

/** With more categories than this, an attribute is a text rather than a group. */
const MAX_CATEGORIES = 50

/**
 * For each attribute, the values of the metric at its values: numbers along an axis, everything else as categories.
 * Completed trials only; a trial without the attribute is missing.
 *
 * @throws ERR_UNKNOWN_METRIC, ERR_INVALID_ARGUMENT for a name that no completed trial has
 */
export function attributeSlices(source: StudyOrSnapshot, options?: MetricOption & AttributesChoice): SliceData {
  const snapshot = snapshotOf(source)
  const read = readOptions(options)
  const chosen = chosenMetric(snapshot, read)
  const wantedNames = read.attributes === undefined ? undefined : textsOf(read.attributes)
  const trials = [...snapshot.trials].filter((trial) => trial.state === 'completed')
  const known = [...new Set(trials.flatMap(({ attributes }) => Object.keys(attributes)))]
  for (const wanted of wantedNames ?? []) {
    if (known.includes(wanted)) continue
    const has = known.length > 0 ? `they have ${known.join(', ')}` : 'they have none'
    const text = `No completed trial of ${snapshot.name} has an attribute ${wanted}; ${has}.`
    throw new SweetspotError('ERR_INVALID_ARGUMENT', text)
  }
  const slices = (wantedNames ?? known).flatMap((name) => {
    const holders = trials.filter(({ attributes }) => Object.hasOwn(attributes, name))
    const { axis, position } = axisOf(name, holders)
    if (!wantedNames && axis.kind === 'category' && axis.values.length > MAX_CATEGORIES) return []
    const points = holders.map((trial) => ({
      number: trial.number,
      at: position(trial.attributes[name] as Json),
      value: trial.values[chosen.metric] as number,
      ...constrainedPoint(snapshot, trial),
    }))
    return [{ axis, points }]
  })
  return { ...chosen, slices }
}

/** Names of the option `attributes`, for options that contain it. */
export const ATTRIBUTES_NAMES: OptionNames<AttributesChoice> = { attributes: ['user_attrs', 'userAttrs'] }

const readOptions = optionsReader<MetricOption & AttributesChoice>('attributeSlices', {
  ...METRIC_NAMES,
  ...ATTRIBUTES_NAMES,
})

function textsOf(given: readonly string[]): readonly string[] {
  const isTexts = isList(given) && given.every((name) => typeof name === 'string')
  checkArgument('attributes', given, isTexts, 'a list of names')
  return given
}

function axisOf(name: string, trials: readonly CompletedTrial[]) {
  const values = trials.map(({ attributes }) => attributes[name] as Json)
  const numbers = values.filter((value) => typeof value === 'number')
  if (numbers.length === values.length) {
    const [low, high] = numbers.reduce(
      ([least, most], value) => [Math.min(least, value), Math.max(most, value)] as const,
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const,
    )
    const whole = numbers.every(Number.isInteger)
    const axis: ParameterAxis = { kind: 'number', id: name, name, scale: 'linear', low, high, whole }
    return { axis, position: Number }
  }
  const categories = new Map(values.map((value) => [jsonKey(value), value]))
  const places = new Map([...categories.keys()].map((key, index) => [key, index]))
  const axis: ParameterAxis = { kind: 'category', id: name, name, ordered: false, values: [...categories.values()] }
  return { axis, position: (value: Json) => places.get(jsonKey(value)) as number }
}
