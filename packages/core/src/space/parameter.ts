import { SweetspotError } from '../errors.ts'
import { checkName, isPlainObject, type Json, jsonKey, toJson } from './json-value.ts'
import { lattice } from './lattice.ts'

/**
 * How a number's range is walked: `linear`; `log` (equal ratios are equally likely, finer near `low`); or `reverse-log`
 * (its mirror image, finer near `high`).
 */
export type Scale = 'linear' | 'log' | 'reverse-log'

/** A real number in `[low, high]`; with `step`, one of the values low, low + step, …. */
export interface FloatParameter {
  readonly kind: 'float'
  readonly low: number
  readonly high: number
  readonly step?: number
  readonly scale: Scale
  readonly default?: number
}

/** An integer in `[low, high]`, both included, every `step`-th from `low`. */
export interface IntParameter {
  readonly kind: 'int'
  readonly low: number
  readonly high: number
  readonly step: number
  readonly scale: Scale
  readonly default?: number
}

/** One of several values without an order. */
export interface ChoiceParameter<V extends Json = Json> {
  readonly kind: 'choice'
  readonly values: readonly V[]
  readonly default?: V
}

/** A choice by name, each with parameters of its own that are active only when it is chosen. */
export interface BranchParameter<B extends Branches = Branches> extends ChoiceParameter<keyof B & string> {
  readonly branches: B
}

/** One of several values in an order: neighbours are expected to behave alike. */
export interface OrdinalParameter<V extends Json = Json> {
  readonly kind: 'ordinal'
  readonly values: readonly V[]
  readonly default?: V
}

/** `true` or `false`. */
export interface BooleanParameter {
  readonly kind: 'boolean'
  readonly default?: boolean
}

/** A value that does not vary, recorded with each trial. */
export interface FixedParameter<V extends Json = Json> {
  readonly kind: 'fixed'
  readonly value: V
}

/** What may vary, and how. */
export type Parameter =
  | FloatParameter
  | IntParameter
  | ChoiceParameter
  | OrdinalParameter
  | BooleanParameter
  | FixedParameter

/** Parameters by name, as they are declared: the argument of `space`. */
export type Shape = { readonly [name: string]: Parameter | Conditional }

/** The parameters private to each named choice. */
export type Branches = { readonly [choice: string]: Shape }

/** A test of another parameter's value. A number of tests in one object must all hold. */
export type ValueTest = { readonly in: readonly Json[] } | { readonly atLeast: number } | { readonly atMost: number }

/** A parameter that is active only when tests of parameters declared before it hold. */
export interface Conditional<P extends Parameter = Parameter> {
  readonly kind: 'when'
  readonly tests: { readonly [parameter: string]: ValueTest }
  readonly parameter: P
}

export interface FloatOptions {
  /** Distance between neighbouring values; without it every real number in the range is possible. */
  readonly step?: number
  /** Short for `scale: 'log'`. */
  readonly log?: boolean
  readonly scale?: Scale
  /** Tried first, before any suggestion. */
  readonly default?: number
}

/**
 * A real number from `low` to `high`, both included.
 *
 * @param low - Finite lower bound; above 0 on a log scale.
 * @param high - Finite upper bound, at least `low`.
 * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_INVALID_DEFAULT
 *
 * @example float(1e-5, 1e-1, { log: true })
 * @example float(0, 1, { step: 0.1 }) // eleven values, the last is exactly 1
 */
export function float(low: number, high: number, options: FloatOptions = {}): FloatParameter {
  const { step } = options
  const scale = checkRange('float', low, high, step, options)
  if (scale !== 'linear' && step !== undefined) {
    throw new SweetspotError('ERR_INVALID_SCALE', 'A float cannot have both a step and a logarithmic scale.')
  }
  checkDefault('float', options.default, (value) => onLattice(value, low, high, step))
  return Object.freeze({ kind: 'float', low, high, ...definedStep(step), scale, ...definedDefault(options.default) })
}

export interface IntOptions {
  /** Distance between neighbouring values; 1 unless given. */
  readonly step?: number
  /** Short for `scale: 'log'`. */
  readonly log?: boolean
  readonly scale?: Scale
  /** Tried first, before any suggestion. */
  readonly default?: number
}

/**
 * An integer from `low` to `high`, both included.
 *
 * @param low - A safe integer; at least 1 on a log scale.
 * @param high - A safe integer, at least `low`.
 * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_INVALID_DEFAULT
 *
 * @example int(32, 256, { step: 32 })
 */
export function int(low: number, high: number, options: IntOptions = {}): IntParameter {
  const step = options.step ?? 1
  for (const bound of [low, high, step]) {
    if (!Number.isSafeInteger(bound))
      throw new SweetspotError('ERR_INVALID_RANGE', `An int cannot have the bound ${bound}.`)
  }
  const scale = checkRange('int', low, high, step, options)
  checkDefault('int', options.default, (value) => onLattice(value, low, high, step))
  return Object.freeze({ kind: 'int', low, high, step, scale, ...definedDefault(options.default) })
}

/**
 * One of several values without an order. The values are any JSON values, all different (`true`, `1` and `'1'` are
 * three values); or an object of branches, where each key is a choice and its value declares the parameters that exist
 * only when it is chosen.
 *
 * @throws ERR_INVALID_CHOICE, ERR_INVALID_DEFAULT, ERR_INVALID_JSON
 *
 * @example choice(['relu', 'tanh'])
 * @example choice({ sgd: { momentum: float(0, 0.99) }, adam: {} })
 */
export function choice<const V extends Json>(
  values: readonly V[],
  options?: { readonly default?: NoInfer<V> },
): ChoiceParameter<V>
export function choice<const B extends Branches>(
  branches: B,
  options?: { readonly default?: keyof B & string },
): BranchParameter<B>
export function choice(
  values: readonly Json[] | Branches,
  options: { readonly default?: Json } = {},
): ChoiceParameter | BranchParameter {
  if (Array.isArray(values)) return Object.freeze({ kind: 'choice', ...checkValues('choice', values, options.default) })
  if (!isPlainObject(values)) {
    throw new SweetspotError('ERR_INVALID_CHOICE', 'choice needs an array of values or an object of branches.')
  }
  const branches = values as Branches
  for (const name of Object.keys(branches)) checkName(name, 'A choice')
  const checked = checkValues('choice', Object.keys(branches), options.default)
  return Object.freeze({ kind: 'choice', ...checked, branches: Object.freeze({ ...branches }) }) as BranchParameter
}

/**
 * One of several values in an order, such as `[16, 32, 64]` or `['small', 'medium', 'large']`: samplers treat
 * neighbours as similar.
 *
 * @throws ERR_INVALID_CHOICE, ERR_INVALID_DEFAULT, ERR_INVALID_JSON
 */
export function ordinal<const V extends Json>(
  values: readonly V[],
  options: { readonly default?: NoInfer<V> } = {},
): OrdinalParameter<V> {
  return Object.freeze({ kind: 'ordinal', ...checkValues('ordinal', values, options.default) }) as OrdinalParameter<V>
}

/** `true` or `false`. */
export function boolean(options: { readonly default?: boolean } = {}): BooleanParameter {
  checkDefault('boolean', options.default, (value) => typeof value === 'boolean')
  return Object.freeze({ kind: 'boolean', ...definedDefault(options.default) })
}

/** A value that does not vary, recorded with each trial. */
export function fixed<const V extends Json>(value: V): FixedParameter<V> {
  return Object.freeze({ kind: 'fixed', value: toJson(value, 'A fixed value') as V })
}

/** What `when` accepts as a test: a value to equal, or `{ in }`, `{ atLeast }`, `{ atMost }`. */
export type Test = Exclude<Json, object> | ValueTest

/**
 * A parameter that is active only when parameters declared before it have certain values.
 *
 * @throws ERR_INVALID_CONDITION
 *
 * @example
 * ```ts
 * space({ layers: int(1, 3), secondUnits: when({ layers: { atLeast: 2 } }, int(8, 64)) })
 * ```
 */
export function when<const P extends Parameter>(
  tests: { readonly [parameter: string]: Test },
  parameter: P,
): Conditional<P> {
  const entries = Object.entries(tests)
  if (entries.length === 0) throw new SweetspotError('ERR_INVALID_CONDITION', '`when` was given no test.')
  return Object.freeze({
    kind: 'when',
    tests: Object.freeze(
      Object.fromEntries(entries.map(([name, test]) => [checkName(name, 'A parameter'), toTest(test)])),
    ),
    parameter,
  })
}

function toTest(test: Test): ValueTest {
  if (typeof test !== 'object' || test === null) return Object.freeze({ in: Object.freeze([toJson(test, 'A test')]) })
  const keys = Object.keys(test)
  if (keys.length === 1) {
    if ('in' in test && Array.isArray(test.in))
      return Object.freeze({ in: toJson(test.in, 'A test') as readonly Json[] })
    if ('atLeast' in test && typeof test.atLeast === 'number') return Object.freeze({ atLeast: test.atLeast })
    if ('atMost' in test && typeof test.atMost === 'number') return Object.freeze({ atMost: test.atMost })
  }
  throw new SweetspotError(
    'ERR_INVALID_CONDITION',
    `A test is a value, { in }, { atLeast } or { atMost }, not ${keys.join()}.`,
  )
}

function checkRange(
  kind: string,
  low: number,
  high: number,
  step: number | undefined,
  { log, scale }: { readonly log?: boolean; readonly scale?: Scale },
): Scale {
  const range = `A ${kind} cannot range from ${low} to ${high}${step === undefined ? '' : ` by ${step}`}.`
  if (!(Number.isFinite(low) && Number.isFinite(high) && Number.isFinite(high - low) && low <= high)) {
    throw new SweetspotError('ERR_INVALID_RANGE', range)
  }
  if (
    step !== undefined &&
    !(step > 0 && Number.isFinite(step) && (step <= high - low || low === high || kind === 'int'))
  ) {
    throw new SweetspotError('ERR_INVALID_RANGE', range)
  }
  const chosen = scale ?? (log ? 'log' : 'linear')
  if (!['linear', 'log', 'reverse-log'].includes(chosen)) {
    throw new SweetspotError('ERR_INVALID_SCALE', `There is no scale called ${String(chosen)}.`)
  }
  if (chosen !== 'linear' && low <= 0) throw new SweetspotError('ERR_INVALID_SCALE', range)
  return chosen
}

function onLattice(value: unknown, low: number, high: number, step: number | undefined): boolean {
  if (typeof value !== 'number' || !(value >= low && value <= high)) return false
  if (step === undefined) return true
  const points = lattice(low, high, step)
  return points.valueAt(points.nearest(value)) === value
}

function checkValues(kind: string, values: readonly unknown[], chosen: unknown) {
  if (values.length === 0) throw new SweetspotError('ERR_INVALID_CHOICE', `This ${kind} has no values.`)
  const copies = values.map((value) => toJson(value, `A value of this ${kind}`))
  const keys = new Set(copies.map(jsonKey))
  if (keys.size < copies.length) throw new SweetspotError('ERR_INVALID_CHOICE', `This ${kind} lists a value twice.`)
  if (chosen === undefined) return { values: Object.freeze(copies) }
  const preset = toJson(chosen, 'The default')
  checkDefault(kind, preset, () => keys.has(jsonKey(preset)))
  return { values: Object.freeze(copies), default: preset }
}

function checkDefault(kind: string, value: unknown, accepts: (value: unknown) => boolean): void {
  if (value !== undefined && !accepts(value)) {
    throw new SweetspotError(
      'ERR_INVALID_DEFAULT',
      `This ${kind} does not accept its default ${JSON.stringify(value)}.`,
    )
  }
}

const definedStep = (step: number | undefined) => (step === undefined ? {} : { step })
const definedDefault = <V>(value: V | undefined) => (value === undefined ? {} : { default: value })
