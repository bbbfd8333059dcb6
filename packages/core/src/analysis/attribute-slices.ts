import { checkArgument } from '../arguments/argument.ts'
import { optionsReader } from '../arguments/options.ts'
import { isList } from '../arguments/shape.ts'
import { SweetspotError } from '../errors.ts'
import { type Json, jsonKey } from '../space/json-value.ts'
import type { CompletedTrial } from '../trial/trial-record.ts'
import { chosenMetric, METRIC_NAMES, type MetricOption } from './chosen-metric.ts'
import { constrainedPoint } from './constrained-point.ts'
import type { ParameterAxis } from './parameter-axis.ts'
import type { SliceData } from './slice.ts'
import { type StudyOrSnapshot, snapshotOf } from './study-or-snapshot.ts'

/** The attributes that an analysis is about. */
export interface AttributesChoice {
  /**
   * The names of trial attributes. Default: all attributes of completed trials, except those with more than 50
   * non-numeric values.
   */
  readonly attributes?: readonly string[]
}

/** Maximum number of categories: an attribute with more is a text rather than a group. */
const MAX_CATEGORIES = 50

/**
 * Returns the values of the metric against each attribute: numbers along an axis, other values as categories. Includes
 * completed trials that have the attribute.
 *
 * @throws ERR_UNKNOWN_METRIC; ERR_INVALID_ARGUMENT if no completed trial has an attribute
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

const readOptions = optionsReader<MetricOption & AttributesChoice>('attributeSlices', {
  ...METRIC_NAMES,
  attributes: ['user_attrs', 'userAttrs'],
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
