import { boolean, choice, fixed, float, int, type Json, ordinal, type Parameter, SweetspotError } from '@sweetspot/core'

/** How a number's range is walked; the strings are KerasTuner's. */
export type Sampling = 'linear' | 'log' | 'reverse_log'

export interface NumberOptions {
  readonly minValue: number
  readonly maxValue: number
  /** Distance between values; with `sampling: 'log'` the factor between them. An integer's is 1 unless given. */
  readonly step?: number
  readonly sampling?: Sampling
  /** What is used where nothing is searched, and by the first trial; `minValue` unless given. */
  readonly default?: number
}

export interface ChoiceOptions<V> {
  /** Whether neighbours in the list are similar; true unless given where all values are numbers. */
  readonly ordered?: boolean
  readonly default?: V
}

/** Where values come from: a trial, stored values, or nowhere, which means the defaults. */
export type ValueSource = (name: string, parameter: Parameter) => Json | undefined

interface Scope {
  readonly parent: string
  readonly values: readonly Json[]
}

/**
 * What a `buildModel(hp)` function asks for its hyperparameters: each call declares one and returns its value.
 *
 * @example
 * ```ts
 * const units = hp.int('units', { minValue: 32, maxValue: 256, step: 32 })
 * const learningRate = hp.float('learning_rate', { minValue: 1e-4, maxValue: 1e-2, sampling: 'log' })
 * const activation = hp.choice('activation', ['relu', 'tanh'])
 * ```
 */
export class HyperParameters {
  readonly #source: ValueSource
  readonly #values = new Map<string, Json>()
  readonly #space = new Map<string, Parameter>()
  readonly #prefix: string[] = []
  readonly #scopes: Scope[] = []

  /** @param source - Where values come from: stored values by name, or a function; without it, the defaults. */
  constructor(source: { readonly [name: string]: Json } | ValueSource = {}) {
    this.#source =
      typeof source === 'function' ? source : (name) => (Object.hasOwn(source, name) ? source[name] : undefined)
    if (typeof source !== 'function') for (const [name, value] of Object.entries(source)) this.#values.set(name, value)
  }

  /** The values of all active hyperparameters by name. */
  get values(): { readonly [name: string]: Json } {
    return Object.fromEntries(this.#values)
  }

  /** The hyperparameters that have been asked for, in that order. */
  get space(): ReadonlyMap<string, Parameter> {
    return new Map(this.#space)
  }

  /**
   * An integer from `minValue` to `maxValue`, both included.
   *
   * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_PARAMETER_CONFLICT
   */
  int(name: string, options: NumberOptions): number {
    const { minValue, maxValue, step, sampling = 'linear', default: preset = minValue } = options
    const parameter =
      sampling !== 'linear' && step !== undefined
        ? ordinal(geometric(name, options, Math.round), { default: preset })
        : int(minValue, maxValue, { ...(step !== undefined && { step }), scale: scaleOf(sampling), default: preset })
    return this.#ask(name, parameter, options.default) as number
  }

  /**
   * A real number from `minValue` to `maxValue`, both included.
   *
   * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_PARAMETER_CONFLICT
   */
  float(name: string, options: NumberOptions): number {
    const { minValue, maxValue, step, sampling = 'linear', default: preset = minValue } = options
    const parameter =
      sampling !== 'linear' && step !== undefined
        ? ordinal(
            geometric(name, options, (value) => value),
            { default: preset },
          )
        : float(minValue, maxValue, { ...(step !== undefined && { step }), scale: scaleOf(sampling), default: preset })
    return this.#ask(name, parameter, options.default) as number
  }

  /**
   * One of several values.
   *
   * @throws ERR_INVALID_CHOICE, ERR_INVALID_DEFAULT, ERR_PARAMETER_CONFLICT
   */
  choice<const V extends Json>(name: string, values: readonly V[], options: ChoiceOptions<NoInfer<V>> = {}): V {
    const preset = (options.default ?? values[0]) as V
    const ordered = options.ordered ?? values.every((value) => typeof value === 'number')
    const parameter = ordered ? ordinal(values, { default: preset }) : choice(values, { default: preset })
    return this.#ask(name, parameter, options.default) as V
  }

  /** `true` or `false`; `false` unless a default is given. */
  boolean(name: string, options: { readonly default?: boolean } = {}): boolean {
    return this.#ask(name, boolean({ default: options.default ?? false }), options.default) as boolean
  }

  /** A value that is recorded with each trial but does not vary. */
  fixed<const V extends Json>(name: string, value: V): V {
    return this.#ask(name, fixed(value), undefined) as V
  }

  /**
   * Hyperparameters asked for inside `body` are active only where `parent` has one of `values`; elsewhere they get
   * their defaults and are not recorded. Scopes may be nested.
   *
   * @returns What `body` returns.
   */
  conditionalScope<T>(parent: string, values: Json | readonly Json[], body: () => T): T {
    this.#scopes.push({ parent: this.#fullName(parent), values: Array.isArray(values) ? values : [values] })
    try {
      return body()
    } finally {
      this.#scopes.pop()
    }
  }

  /**
   * Names inside `body` are preceded by `name` and a slash, so that a function that adds a block of layers can be used
   * more than once. Scopes may be nested.
   *
   * @returns What `body` returns.
   */
  nameScope<T>(name: string, body: () => T): T {
    this.#prefix.push(name)
    try {
      return body()
    } finally {
      this.#prefix.pop()
    }
  }

  /**
   * The value of a hyperparameter that has been asked for.
   *
   * @throws ERR_INVALID_PARAMS where there is none of that name, or it is inactive
   */
  get(name: string): Json {
    const full = this.#fullName(name)
    const value = this.#values.get(full)
    if (value === undefined)
      throw new SweetspotError('ERR_INVALID_PARAMS', `${full} has not been asked for, or is inactive.`)
    return value
  }

  /** The same values, to be changed or built from independently. */
  copy(): HyperParameters {
    return new HyperParameters(this.values)
  }

  #ask(name: string, parameter: Parameter, declaredDefault: Json | undefined): Json {
    const full = this.#fullName(name)
    const preset = parameter.kind === 'fixed' ? parameter.value : (parameter.default as Json)
    if (!this.#scopes.every((scope) => this.#isActive(scope))) return preset
    // A default that the caller did not give is KerasTuner's for where nothing is searched, not a first trial's value.
    const searched = declaredDefault === undefined ? withoutDefault(parameter) : parameter
    const value = this.#source(full, searched) ?? preset
    this.#values.set(full, value)
    this.#space.set(full, searched)
    return value
  }

  #isActive({ parent, values }: Scope): boolean {
    const value = JSON.stringify(this.#values.get(parent))
    return values.some((allowed) => JSON.stringify(allowed) === value)
  }

  #fullName(name: string): string {
    return [...this.#prefix, name].join('/')
  }
}

function withoutDefault(parameter: Parameter): Parameter {
  if (parameter.kind === 'fixed') return parameter
  const { default: _default, ...rest } = parameter
  return Object.freeze(rest)
}

function scaleOf(sampling: Sampling): 'linear' | 'log' | 'reverse-log' {
  return sampling === 'reverse_log' ? 'reverse-log' : sampling
}

/** minValue, minValue · step, … up to maxValue, which KerasTuner gives to logarithmic ranges with a step. */
function geometric(
  name: string,
  { minValue, maxValue, step = 0 }: NumberOptions,
  round: (value: number) => number,
): number[] {
  if (!(step > 1 && minValue > 0)) {
    throw new SweetspotError(
      'ERR_INVALID_SCALE',
      `On a log scale the step of ${name} is a factor, so it must exceed 1.`,
    )
  }
  const values: number[] = []
  for (let value = minValue; value <= maxValue * (1 + 1e-12); value *= step) values.push(round(value))
  return [...new Set(values)]
}
