import { formatValue } from '../../arguments/format-value.ts'
import { optionsReader } from '../../arguments/options.ts'
import { isPlainObject, plainCopy } from '../../arguments/plain-object.ts'
import { isList } from '../../arguments/shape.ts'
import { SweetspotError } from '../../errors.ts'
import { checkName, type Json, jsonKey, toJson } from '../json-value.ts'
import type {
  BooleanParameter,
  BranchName,
  BranchParameter,
  ChoiceBranches,
  ChoiceParameter,
  FixedParameter,
  OrdinalParameter,
} from './parameter-kinds.ts'

/**
 * Options of {@link choice}.
 *
 * @typeParam V - The type of the values.
 * @typeParam W - The type of the weights.
 */
export interface ChoiceOptions<V, W = readonly number[]> {
  /** The value that the first trial uses. */
  readonly default?: V
  /**
   * Relative frequencies of the values in samples: numbers above 0 that need not sum to 1, the largest at most 1e9 times
   * the smallest; a list in the order of the values, or an object by branch. Default: all values are equally likely.
   */
  readonly weights?: W
}

/**
 * Declares an unordered choice. Pass distinct JSON values (`true`, `1` and `'1'` are distinct), or an object of
 * branches: each key is a value, with the parameters that are active only if it is chosen.
 *
 * @typeParam V - The type of the values.
 * @throws ERR_INVALID_CHOICE, ERR_INVALID_DEFAULT, ERR_INVALID_JSON; ERR_INVALID_PRIOR if the weights are invalid;
 *   ERR_INVALID_NAME if the name of a branch is invalid
 *
 * @example choice(['relu', 'tanh'])
 * @example choice([null, 2, 3, 4], { weights: [0.7, 0.1, 0.1, 0.1] })
 * @example choice({ sgd: { momentum: float(0, 0.99) }, adam: {} })
 */
export function choice<const V extends Json>(
  values: readonly V[],
  options?: ChoiceOptions<NoInfer<V>>,
): ChoiceParameter<V>
/**
 * Declares a choice of named branches, each with its own parameters.
 *
 * @typeParam B - The type of the branches.
 * @throws ERR_INVALID_CHOICE, ERR_INVALID_DEFAULT, ERR_INVALID_PRIOR, ERR_INVALID_NAME
 */
export function choice<const B extends ChoiceBranches>(
  branches: B,
  options?: ChoiceOptions<BranchName<NoInfer<B>>, { readonly [name in BranchName<NoInfer<B>>]: number }>,
): BranchParameter<B>
export function choice(
  values: readonly Json[] | ChoiceBranches,
  options?: ChoiceOptions<Json, readonly number[] | { readonly [name: string]: number }>,
): ChoiceParameter | BranchParameter {
  const { default: preset, weights } = readChoiceOptions(options)
  if (isList(values)) {
    const checked = checkValues('choice', values, preset)
    return Object.freeze({ kind: 'choice', ...checked, ...checkWeights(weights, checked.values) })
  }
  const branches = plainCopy(values) as ChoiceBranches | undefined
  if (!branches) {
    throw new SweetspotError(
      'ERR_INVALID_CHOICE',
      `Expected a choice to get an array of values or an object of branches; received ${formatValue(values)}.`,
    )
  }
  for (const [name, shape] of Object.entries(branches)) {
    checkName(name, 'A choice')
    if (!isPlainObject(shape)) {
      throw new SweetspotError(
        'ERR_INVALID_CHOICE',
        `Expected the branch ${name} to be an object of parameters; received ${formatValue(shape)}.`,
      )
    }
  }
  const checked = checkValues('choice', Object.keys(branches), preset)
  return Object.freeze<BranchParameter>({
    kind: 'choice',
    ...(checked as { values: readonly string[] }),
    ...checkWeights(weights === undefined ? weights : weightsByBranch(weights, Object.keys(branches)), checked.values),
    branches: Object.freeze({ ...branches }),
  })
}

/**
 * Declares an ordered choice, such as `[16, 32, 64]` or `['small', 'medium', 'large']`: samplers treat neighbours as
 * similar.
 *
 * @typeParam V - The type of the values.
 * @throws ERR_INVALID_CHOICE, ERR_INVALID_DEFAULT, ERR_INVALID_JSON
 *
 * @example ordinal([16, 32, 64, 128], { default: 32 })
 */
export function ordinal<const V extends Json>(
  values: readonly V[],
  options?: { readonly default?: NoInfer<V> },
): OrdinalParameter<V> {
  const preset = readOrdinalOptions(options).default
  if (!isList(values)) throw new SweetspotError('ERR_INVALID_CHOICE', 'ordinal needs an array of values.')
  return Object.freeze({ kind: 'ordinal', ...checkValues('ordinal', values, preset) }) as OrdinalParameter<V>
}

/**
 * Declares a boolean: `true` or `false`.
 *
 * @throws ERR_INVALID_DEFAULT if the default is not a boolean
 */
export function boolean(options?: { readonly default?: boolean }): BooleanParameter {
  const preset = readBooleanOptions(options).default
  if (preset === undefined) return Object.freeze({ kind: 'boolean' })
  if (typeof preset !== 'boolean') throw wrongDefault('boolean', preset)
  return Object.freeze({ kind: 'boolean', default: preset })
}

/**
 * Declares a value that does not vary, recorded with each trial.
 *
 * @typeParam V - The type of the value.
 * @throws ERR_INVALID_JSON
 */
export function fixed<const V extends Json>(value: V): FixedParameter<V> {
  return Object.freeze({ kind: 'fixed', value: toJson(value, 'A fixed value') as V })
}

const NAMES = { default: ['initial', 'value'] }

const readChoiceOptions = optionsReader<ChoiceOptions<unknown, unknown>>('choice', {
  ...NAMES,
  weights: ['probabilities', 'prior', 'p'],
})
const readOrdinalOptions = optionsReader<{ readonly default?: unknown }>('ordinal', NAMES)
const readBooleanOptions = optionsReader<{ readonly default?: unknown }>('boolean', NAMES)

function checkValues(kind: string, values: readonly unknown[], given: unknown) {
  if (values.length === 0)
    throw new SweetspotError('ERR_INVALID_CHOICE', `Expected at least one value of this ${kind}; received none.`)
  const copies = Array.from(values, (value) => toJson(value, `A value of this ${kind}`))
  const keys = new Set(copies.map(jsonKey))
  if (keys.size < copies.length)
    throw new SweetspotError(
      'ERR_INVALID_CHOICE',
      `Expected distinct values of this ${kind}; received one of them twice.`,
    )
  if (given === undefined) return { values: Object.freeze(copies) }
  const preset = toJson(given, `The default of this ${kind}`)
  if (!keys.has(jsonKey(preset))) throw wrongDefault(kind, preset)
  return { values: Object.freeze(copies), default: preset }
}

/** The largest weight divided by the smallest: each value needs an interval that a double can hit. */
export const MAX_WEIGHT_RATIO = 1e9

/** Equal weights are left out, so that they make no other parameter. */
function checkWeights(given: unknown, { length }: readonly Json[]): { readonly weights?: readonly number[] } {
  if (given === undefined) return {}
  const weights =
    isList(given) && given.length === length
      ? Array.from(given, (weight) => (typeof weight === 'number' ? weight : Number.NaN))
      : []
  let [least, most] = [Number.POSITIVE_INFINITY, 0]
  for (const weight of weights) [least, most] = [Math.min(least, weight), Math.max(most, weight)]
  const isValid = weights.length === length && least > 0 && most < Number.POSITIVE_INFINITY
  if (!isValid || most / least > MAX_WEIGHT_RATIO) {
    throw new SweetspotError(
      'ERR_INVALID_PRIOR',
      `Expected the weights of this choice to be ${length} numbers above 0, the largest at most ${MAX_WEIGHT_RATIO} times the smallest; received ${formatValue(given)}.`,
    )
  }
  return least === most ? {} : { weights: Object.freeze(weights) }
}

function weightsByBranch(given: unknown, names: readonly string[]): unknown {
  const byName = plainCopy(given)
  const isComplete = byName && Object.keys(byName).every((name) => names.includes(name))
  return isComplete ? names.map((name) => (Object.hasOwn(byName, name) ? byName[name] : undefined)) : given
}

const wrongDefault = (kind: string, value: unknown) =>
  new SweetspotError(
    'ERR_INVALID_DEFAULT',
    `Expected the default of this ${kind} to be one of its values; received ${formatValue(value)}.`,
  )
