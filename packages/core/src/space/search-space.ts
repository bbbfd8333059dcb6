import { invalidArgument } from '../arguments/argument.ts'
import { formatValue } from '../arguments/format-value.ts'
import { optionsReader } from '../arguments/options.ts'
import { isPlainObject } from '../arguments/plain-object.ts'
import { isList } from '../arguments/shape.ts'
import { SweetspotError } from '../errors.ts'
import { type Activation, activations, neverTogether } from './conditions/activation.ts'
import { activityTest, type Condition, describeConditions, passes } from './conditions/conditions.ts'
import { type Declaration, declarationsOf } from './declarations.ts'
import { checkName, type Json } from './json-value.ts'
import { mergeBranches } from './merge-branches.ts'
import { type Domain, domainOf } from './parameters/domain.ts'
import type { Parameter, Shape, ValueTest } from './parameters/parameter-kinds.ts'
import type { Params, ParamsOf } from './params.ts'

/** One coordinate of a search space: a parameter and the conditions under which it is active. */
export interface Dimension {
  /** The unique id: the name, or `name@conditions` for a name in several branches. */
  readonly id: string
  readonly name: string
  readonly parameter: Parameter
  /** The conditions, all of which must hold. They test earlier dimensions. */
  readonly conditions: readonly Condition[]
  /**
   * Whether the parameter may be absent although its conditions hold. True only in a discovered space, for a parameter
   * whose absence nothing explains.
   */
  readonly optional: boolean
  readonly domain: Domain
  /** Whether the conditions hold. Only the params of earlier dimensions are required. */
  readonly isActive: (params: Params) => boolean
}

/**
 * A constraint that all params must satisfy, such as `a + b <= 1`.
 *
 * @typeParam P - The type of the params.
 */
export interface ParameterConstraint<P = Params> {
  /** The constraint in words: stored with the study and shown if it is violated. */
  readonly description: string
  /** Whether params satisfy the constraint. Must be a pure function. */
  holds(params: P): boolean
}

/**
 * A search space: dimensions, each after those it depends on, and constraints. Frozen plain data, except for derived
 * functions and the functions of the constraints.
 *
 * @typeParam P - The exact type of its params.
 */
export interface SearchSpace<P = Params> {
  readonly dimensions: readonly Dimension[]
  readonly constraints: readonly ParameterConstraint[]
  /** Never set; carries the type of the params. */
  readonly paramsType?: P
}

/**
 * The type of the params of a search space.
 *
 * @typeParam S - The type of the search space.
 */
export type InferParams<S> = S extends SearchSpace<infer P> ? P : never

/**
 * Options of {@link space}.
 *
 * @typeParam P - The type of the params.
 */
export interface SpaceOptions<P> {
  /**
   * Predicates that all params must satisfy; samplers never suggest params that violate one. Pass a function, whose
   * source becomes its description, or `{ description, holds }`. Use the latter if the code is minified, since a new
   * description makes it a different space.
   */
  readonly constraints?: readonly (ParameterConstraint<P> | ((params: P) => boolean))[]
}

/**
 * Declares a search space.
 *
 * A name may occur in several branches: identical parameters become one dimension, different ones stay separate. A
 * parameter that depends on another must come after it.
 *
 * @typeParam S - The type of the shape.
 * @throws ERR_INVALID_ARGUMENT if the shape contains something other than parameters, or more than 250 nested branches;
 *   ERR_INVALID_CONDITION if a condition can never hold; ERR_PARAMETER_CONFLICT if a name would be active twice at
 *   once; ERR_INVALID_NAME
 *
 * @example
 * ```ts
 * const search = space({
 *   learningRate: float(1e-5, 1e-1, { log: true }),
 *   optimizer: choice({ sgd: { momentum: float(0, 0.99) }, adam: {} }),
 * })
 * ```
 */
export function space<const S extends Shape>(
  shape: S,
  options: SpaceOptions<ParamsOf<S>> = {},
): SearchSpace<ParamsOf<S>> {
  return buildSpace(declarationsOf(shape), constraintsOf(options)) as SearchSpace<ParamsOf<S>>
}

const readOptions = optionsReader<SpaceOptions<never>>('space', { constraints: ['constraint', 'rules'] })

function constraintsOf<P>(options: SpaceOptions<P>): ParameterConstraint[] {
  const { constraints = [] } = readOptions(options)
  if (!isList(constraints)) throw invalidArgument('constraints', constraints, 'a list of functions')
  return Array.from(constraints, toConstraint)
}

/**
 * Builds a search space from declarations, each after those it depends on. All spaces are made here.
 *
 * @throws ERR_INVALID_NAME, ERR_INVALID_CONDITION, ERR_PARAMETER_CONFLICT
 */
export function buildSpace(
  declarations: readonly Declaration[],
  constraints: readonly ParameterConstraint[] = [],
): SearchSpace {
  for (const { name } of declarations) checkName(name, 'A parameter')
  const merged = mergeBranches(declarations)
  checkDependencies(merged)
  const names = Map.groupBy(merged, ({ name }) => name)
  const taken = new Set(names.keys())
  const dimensions = merged.map((declaration): Dimension => {
    const { name, parameter, optional = false } = declaration
    const conditions = onDomains(declaration.conditions, names)
    let id = name
    if ((names.get(name) as readonly Declaration[]).length > 1) {
      id = `${name}@${describeConditions(conditions)}`
      while (taken.has(id)) id += '′'
      taken.add(id)
    }
    const [domain, isActive] = [domainOf(parameter), activityTest(conditions)]
    return Object.freeze({ id, name, parameter, conditions, optional, domain, isActive })
  })
  return Object.freeze({ dimensions: Object.freeze(dimensions), constraints: Object.freeze([...constraints]) })
}

function checkDependencies(declarations: readonly Declaration[]): void {
  const parameters = new Map<string, Parameter[]>()
  const ways = new Map<string, readonly Activation[]>()
  for (const { name, parameter, conditions } of declarations) {
    for (const condition of conditions) checkCondition(name, condition, parameters.get(condition.parameter))
    const own = activations(conditions, ways)
    if (own.length === 0) {
      const never = `${name} would never be active: ${describeConditions(conditions)}.`
      throw new SweetspotError('ERR_INVALID_CONDITION', never)
    }
    const others = ways.get(name) ?? []
    if (!neverTogether(others, own)) {
      const where = conditions.length > 0 ? `again where ${describeConditions(conditions)}` : 'twice'
      throw new SweetspotError('ERR_PARAMETER_CONFLICT', `${name} is declared ${where}, and both would be active.`)
    }
    ways.set(name, [...others, ...own])
    parameters.set(name, [...(parameters.get(name) ?? []), parameter])
  }
}

function checkCondition(name: string, { parameter, test }: Condition, parents: readonly Parameter[] | undefined): void {
  if (!parents) {
    throw new SweetspotError(
      'ERR_INVALID_CONDITION',
      `${name} depends on ${parameter}, which is not declared before it.`,
    )
  }
  const possible =
    'in' in test
      ? test.in.every((value) => parents.some((parent) => domainOf(parent).contains(value)))
      : parents.some((parent) => reaches(parent, test))
  if (!possible) {
    const words = describeConditions([{ parameter, test }])
    const why = 'in' in test ? 'cannot have every value named there' : 'never reaches it'
    throw new SweetspotError('ERR_INVALID_CONDITION', `${name} depends on ${words}, but ${parameter} ${why}.`)
  }
}

/** Normalizes the numbers of conditions to the lattices of the tested parameters, as in params: 0.3 for `3 * 0.1`. */
function onDomains(
  conditions: readonly Condition[],
  declarations: ReadonlyMap<string, readonly Declaration[]>,
): readonly Condition[] {
  return conditions.map((condition) => {
    const { parameter, test } = condition
    const lattices = (declarations.get(parameter) ?? [])
      .filter(({ parameter: { kind, ...parent } }) => kind === 'float' && ('step' in parent || 'multipleOf' in parent))
      .map((parent) => domainOf(parent.parameter))
    if (lattices.length === 0) return condition
    const snap = <V extends Json>(value: V) =>
      (lattices.find((domain) => domain.contains(value))?.snap(value) ?? value) as V
    if ('in' in test) return { parameter, test: { in: test.in.map(snap) } }
    return { parameter, test: 'atLeast' in test ? { atLeast: snap(test.atLeast) } : { atMost: snap(test.atMost) } }
  })
}

/** Whether a value of the parameter passes the test. */
function reaches(parent: Parameter, test: ValueTest): boolean {
  if (parent.kind === 'float' || parent.kind === 'int') {
    const { levels, valueAt } = domainOf(parent)
    const ends = levels === Number.POSITIVE_INFINITY ? [parent.low, parent.high] : [valueAt(0), valueAt(levels - 1)]
    return ends.some((end) => passes(test, end))
  }
  const values = parent.kind === 'fixed' ? [parent.value] : parent.kind === 'boolean' ? [] : parent.values
  return values.some((value) => passes(test, value))
}

function toConstraint(constraint: unknown): ParameterConstraint {
  if (typeof constraint === 'function') {
    return Object.freeze({ description: describe(constraint), holds: constraint as ParameterConstraint['holds'] })
  }
  if (isPlainObject(constraint) && typeof constraint.holds === 'function') {
    if (typeof constraint.description === 'string') return constraint as unknown as ParameterConstraint
  }
  throw new SweetspotError(
    'ERR_INVALID_ARGUMENT',
    `Expected a constraint to be a function or { description, holds }; received ${formatValue(constraint)}.`,
  )
}

/**
 * Describes a predicate in one line: the expression of an arrow function, or the name or source of another function.
 */
function describe(predicate: { readonly name: string }): string {
  try {
    const source = Function.prototype.toString.call(predicate)
    const [, expression] = /^(?:\([^()]*\)|[^\s()=]+)\s*=>\s*([^{\s][^]*)$/.exec(source) ?? []
    return (expression ?? (predicate.name || source)).replace(/\s+/g, ' ').slice(0, 200).toWellFormed()
  } catch {
    // A proxied function has no source.
    return 'a function'
  }
}
