import {
  boolean,
  checkArgument,
  fixed,
  hasMethods,
  invalidArgument,
  type Json,
  type Parameter,
  SweetspotError,
} from '@sweetspot/core'
import { type ChoiceOptions, choiceParameter } from './choice-parameter.ts'
import { type Declaration, Declarations, isActive, parameterKey, type Scope, type ValueLookup } from './declarations.ts'
import { floatParameter, intParameter, type NumberOptions } from './number-parameter.ts'

/**
 * Returns the value of a hyperparameter, from a trial or stored values; undefined for the default. `where` describes the
 * conditional scopes of the call, such as `optimizer is "sgd"`; it is empty outside of scopes.
 */
export type ValueSource = (name: string, parameter: Parameter, where: string) => Json | undefined

/**
 * The argument of `buildModel(hp)`: each call declares a hyperparameter and returns its value. Asking for the same one
 * again returns the same value.
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
  #declarations = new Declarations()
  readonly #given: HyperParameters | undefined
  readonly #prefix: string[] = []
  readonly #scopes = new Set<Scope>()

  /**
   * @param source - Stored values by name, to build a model again; or a function that returns values. Other names have
   * their defaults.
   * @param given - Declarations that `get` falls back on for names that were not asked for.
   */
  constructor(source: { readonly [name: string]: Json } | ValueSource = {}, given?: HyperParameters) {
    checkHyperParameters('the given hyperparameters', given)
    this.#given = given
    if (typeof source === 'function') {
      this.#source = source
    } else {
      const values = copyOf(source)
      for (const [name, value] of Object.entries(values)) this.#values.set(name, value)
      this.#source = (name) => (Object.hasOwn(values, name) ? values[name] : undefined)
    }
  }

  /** The values of all active hyperparameters by name. */
  get values(): { readonly [name: string]: Json } {
    return Object.fromEntries(this.#values)
  }

  /** The hyperparameters that have been asked for and were active, in that order. */
  get space(): ReadonlyMap<string, Parameter> {
    return new Map(this.#space)
  }

  /** The names that several branches define differently, active or not. */
  get branched(): ReadonlySet<string> {
    return this.#declarations.branched
  }

  /**
   * Returns the declaration of a hyperparameter in the active conditional scopes, or its only declaration, active or not.
   * Undefined if it is not declared, or is inactive and has several declarations.
   *
   * @param valueAt - The values that decide which scopes are active. Default: those of this object.
   */
  declared(name: string, valueAt: ValueLookup = (parent) => this.find(parent)): Declaration | undefined {
    return this.#declarations.find(name, valueAt)
  }

  /** Returns the value of an active hyperparameter by its full name; undefined for others. */
  find(name: string): Json | undefined {
    return this.#values.get(name)
  }

  /**
   * Returns an integer from `minValue` to `maxValue`, both included.
   *
   * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_INVALID_DEFAULT, ERR_PARAMETER_CONFLICT
   */
  int(name: string, options: NumberOptions): number {
    const parameter = intParameter(options)
    return this.#ask(name, parameter, options.default ?? options.minValue) as number
  }

  /**
   * Returns a real number from `minValue` to `maxValue`, both included.
   *
   * @throws ERR_INVALID_RANGE, ERR_INVALID_SCALE, ERR_INVALID_DEFAULT, ERR_PARAMETER_CONFLICT
   */
  float(name: string, options: NumberOptions): number {
    const parameter = floatParameter(options)
    return this.#ask(name, parameter, options.default ?? options.minValue) as number
  }

  /**
   * Returns one of several different JSON values.
   *
   * @typeParam V - The type of the values.
   *
   * @throws ERR_INVALID_CHOICE, ERR_INVALID_DEFAULT, ERR_PARAMETER_CONFLICT
   */
  choice<const V extends Json>(name: string, values: readonly V[], options?: ChoiceOptions<NoInfer<V>>): V {
    const { parameter, first } = choiceParameter(values, options)
    return this.#ask(name, parameter, first) as V
  }

  /**
   * Returns `true` or `false`.
   *
   * @param options.default - The value of the first trial. Outside of a search the default is false.
   * @throws ERR_INVALID_DEFAULT, ERR_PARAMETER_CONFLICT
   */
  boolean(name: string, options?: { readonly default?: boolean }): boolean {
    const parameter = boolean(options)
    return this.#ask(name, parameter, parameter.default ?? false) as boolean
  }

  /**
   * Returns a value that does not vary and is recorded with each trial.
   *
   * @typeParam V - The type of the value.
   *
   * @throws ERR_INVALID_JSON, ERR_PARAMETER_CONFLICT
   */
  fixed<const V extends Json>(name: string, value: V): V {
    return this.#ask(name, fixed(value), value) as V
  }

  /**
   * Runs `body` in a scope whose hyperparameters are active only if `parent` has one of `values`. Inactive ones have
   * their defaults and are not recorded. Scopes may be nested. `body` may be async if its result is awaited.
   *
   * @typeParam T - The type of the result of `body`.
   * @param parent - The name of a hyperparameter asked for before; if it is inactive, so is the scope.
   * @returns The result of `body`, which always runs, as in KerasTuner.
   * @throws ERR_INVALID_CONDITION if the parent has not been asked for
   */
  conditionalScope<T>(parent: string, values: Json | readonly Json[], body: () => T): T {
    checkText('the parent of a scope', parent)
    const name = this.#find(parent)
    if (name === undefined) {
      throw new SweetspotError(
        'ERR_INVALID_CONDITION',
        `A conditional scope depends on ${parent}: ask for it before the scope.`,
      )
    }
    const scope = { parent: name, values: Array.isArray(values) ? (values as readonly Json[]) : [values as Json] }
    this.#scopes.add(scope)
    return during(body, () => this.#scopes.delete(scope))
  }

  /**
   * Runs `body` with `name` and a slash before all names, so that a function that adds a block of layers can be called
   * more than once. Scopes may be nested. `body` may be async if its result is awaited.
   *
   * @typeParam T - The type of the result of `body`.
   * @returns The result of `body`.
   */
  nameScope<T>(name: string, body: () => T): T {
    checkText('the name of a scope', name)
    this.#prefix.push(name)
    return during(body, () => this.#prefix.pop())
  }

  /**
   * Returns the value of a hyperparameter; in a name scope, that of the innermost scope that has it. In a search, one that
   * only the tuner's option `hyperparameters` declares is searched as if it were asked for here.
   *
   * @throws ERR_INVALID_PARAMS if it is unknown or inactive
   */
  get(name: string): Json {
    checkText('the name of a hyperparameter', name)
    const full = this.#find(name)
    const value = full === undefined ? undefined : this.#values.get(full)
    if (value !== undefined) return value
    const given = full === undefined ? this.#askForGiven(name) : undefined
    if (given !== undefined) return given
    const why = full === undefined ? 'has not been asked for' : 'is inactive'
    throw new SweetspotError('ERR_INVALID_PARAMS', `${name} ${why}.`)
  }

  /** Returns an independent copy. */
  copy(): HyperParameters {
    const copy = new HyperParameters(this.values, this.#given)
    for (const [name, parameter] of this.#space) copy.#space.set(name, parameter)
    copy.#declarations = this.#declarations.copy()
    return copy
  }

  /** Returns the values, for `JSON.stringify`. */
  toJSON(): { readonly [name: string]: Json } {
    return this.values
  }

  #ask(name: string, parameter: Parameter, preset: Json): Json {
    checkText('the name of a hyperparameter', name)
    return this.#askInFull([...this.#prefix, name].join('/'), parameter, preset)
  }

  #askInFull(full: string, parameter: Parameter, preset: Json): Json {
    const scopes = [...this.#scopes]
    const { where } = this.#declarations.add(full, parameter, preset, scopes)
    const known = this.#space.get(full)
    if (scopes.length > 0 && !scopes.every((scope) => isActive(scope, (parent) => this.find(parent)))) {
      if (!known) this.#values.delete(full)
      return preset
    }
    if (known && parameterKey(known) !== parameterKey(parameter)) {
      throw new SweetspotError('ERR_PARAMETER_CONFLICT', `${full} is asked for with two different definitions.`)
    }
    const given = this.#source(full, parameter, where)
    const value = given === undefined ? preset : given
    this.#values.set(full, value)
    this.#space.set(full, parameter)
    return value
  }

  /** Asks for a hyperparameter as the given ones declare it; undefined if they do not, or it is inactive. */
  #askForGiven(name: string): Json | undefined {
    const given = this.#given
    if (!given) return undefined
    for (const full of this.#namesOf(name).toReversed()) {
      const declaration = given.declared(full, (parent) => this.find(parent) ?? given.find(parent))
      if (declaration?.scopes.every((scope) => this.#isGivenActive(scope))) {
        return this.#askInFull(full, declaration.parameter, declaration.preset)
      }
      const held = given.find(full)
      if (!declaration && held !== undefined) return this.#askInFull(full, fixed(held), held)
    }
    return undefined
  }

  /** Whether a scope of the given hyperparameters is active; asks for its parent if necessary. */
  #isGivenActive(scope: Scope): boolean {
    if (!this.#values.has(scope.parent) && !this.#declarations.has(scope.parent)) this.#askForGiven(scope.parent)
    return isActive(scope, (parent) => this.find(parent))
  }

  /** The full name of a known hyperparameter, in the innermost scope that has it. */
  #find(name: string): string | undefined {
    return this.#namesOf(name).findLast((full) => this.#declarations.has(full) || this.#values.has(full))
  }

  /** The full names that a name may mean, that of the innermost scope last. */
  #namesOf(name: string): readonly string[] {
    return [name, ...this.#prefix.map((_, depth) => [...this.#prefix.slice(0, depth + 1), name].join('/'))]
  }
}

/**
 * Checks for undefined or {@link HyperParameters}, also of another copy of this package.
 *
 * @throws ERR_INVALID_ARGUMENT
 */
export function checkHyperParameters(what: string, given: unknown): void {
  const isValid = given === undefined || hasMethods(given, 'declared', 'find', 'conditionalScope')
  checkArgument(what, given, isValid, 'a HyperParameters object')
}

function checkText(what: string, given: unknown): void {
  checkArgument(what, given, typeof given === 'string', 'a text')
}

/** Returns a copy of stored values, which must be JSON. */
function copyOf(source: unknown): { readonly [name: string]: Json } {
  const copy = fixed(source as Json).value
  if (typeof copy === 'object' && copy !== null && !Array.isArray(copy))
    return copy as { readonly [name: string]: Json }
  throw invalidArgument('the source of hyperparameters', source, 'an object of values by name, or a function')
}

/** Returns the result of `body`, and calls `end` after it, or after its promise. */
function during<T>(body: () => T, end: () => void): T {
  let result: T
  try {
    result = body()
  } catch (error) {
    end()
    throw error
  }
  if (result instanceof Promise) return result.finally(end) as T
  end()
  return result
}
