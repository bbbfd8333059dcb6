import { invalidArgument } from '../arguments/argument.ts'
import { optionsReader } from '../arguments/options.ts'
import { isList } from '../arguments/shape.ts'
import { SweetspotError } from '../errors.ts'
import { type Activation, activations, neverTogether } from './conditions/activation.ts'
import { activityTest, type Condition, describeConditions, passes } from './conditions/conditions.ts'
import { type Declaration, declarationsOf } from './declarations.ts'
import { checkName, formatValue, isPlainObject, type Json } from './json-value.ts'
import { mergeBranches } from './merge-branches.ts'
import { type Domain, domainOf } from './parameters/domain.ts'
import type { Parameter, Shape, ValueTest } from './parameters/parameter-kinds.ts'
import type { Params, ParamsOf } from './params.ts'

/** One coordinate of a search space: a parameter, and the conditions under which it is active. */
export interface Dimension {
  /** Unique in the space: the name, or for a name that stands in several branches `name@conditions`. */
  readonly id: string
  readonly name: string
  readonly parameter: Parameter
  /** All must hold. They refer to dimensions that come before this one. */
  readonly conditions: readonly Condition[]
  /** Whether the parameter may be absent although its conditions hold: true only in a discovered space, for one that
   * was seen to come and go without a visible reason. */
  readonly optional: boolean
  readonly domain: Domain
  /** Whether the conditions hold for params, of which only those that come before this one need to be there. */
  readonly isActive: (params: Params) => boolean
}

/** A rule that all params must obey, such as `a + b <= 1`. */
export interface ParameterConstraint<P = Params> {
  /** The rule in words: stored with the study and printed where it is broken. */
  readonly description: string
  /** Must be a pure function: the same answer for the same params. */
  holds(params: P): boolean
}

/**
 * What may vary: dimensions in an order in which each comes after those it depends on, and constraints. Plain frozen
 * data, except for functions derived from it and those of the constraints. The type parameter is the exact type of its
 * params.
 */
export interface SearchSpace<P = Params> {
  readonly dimensions: readonly Dimension[]
  readonly constraints: readonly ParameterConstraint[]
  /** Never set: carries the type of the params. */
  readonly paramsType?: P
}

/** The type of the params of a search space. */
export type InferParams<S> = S extends SearchSpace<infer P> ? P : never

/** Options of {@link space}. */
export interface SpaceOptions<P> {
  /**
   * Predicates that every combination must satisfy. Samplers never suggest params that break one. Give a function,
   * whose source is then its description, or `{ description, holds }`; the latter where the code is minified, since a
   * changed description is a changed space.
   */
  readonly constraints?: readonly (ParameterConstraint<P> | ((params: P) => boolean))[]
}

/**
 * Declares a search space.
 *
 * The same name may stand in several branches. Where the parameter is the same in each, it becomes one dimension; where
 * it differs, each branch has its own. A parameter that depends on another stands after it.
 *
 * @throws ERR_INVALID_ARGUMENT for anything but parameters and for more than 250 nested branches, ERR_INVALID_NAME, ERR_INVALID_CONDITION for a condition that
 *   can never hold, ERR_PARAMETER_CONFLICT for a name that would be declared twice at once
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
 * A search space of declarations, each after those it depends on: the one place where spaces are made.
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
    throw new SweetspotError('ERR_INVALID_CONDITION', `${name} depends on ${words}, which never happens.`)
  }
}

/** Conditions whose numbers are those of the lattices they look at, which params have: 0.3 for `3 * 0.1`. */
function onDomains(
  conditions: readonly Condition[],
  declarations: ReadonlyMap<string, readonly Declaration[]>,
): readonly Condition[] {
  return conditions.map((condition) => {
    const { parameter, test } = condition
    const lattices = (declarations.get(parameter) ?? [])
      .filter((parent) => parent.parameter.kind === 'float' && parent.parameter.step !== undefined)
      .map((parent) => domainOf(parent.parameter))
    if (lattices.length === 0) return condition
    const snap = <V extends Json>(value: V) =>
      (lattices.find((domain) => domain.contains(value))?.snap(value) ?? value) as V
    if ('in' in test) return { parameter, test: { in: test.in.map(snap) } }
    return { parameter, test: 'atLeast' in test ? { atLeast: snap(test.atLeast) } : { atMost: snap(test.atMost) } }
  })
}

/** Whether some value of a parameter is large or small enough. */
function reaches(parent: Parameter, test: ValueTest): boolean {
  if (parent.kind === 'float' || parent.kind === 'int') {
    const { levels, valueAt } = domainOf(parent)
    const last = levels === Number.POSITIVE_INFINITY ? parent.high : valueAt(levels - 1)
    return passes(test, parent.low) || passes(test, last)
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
    `A constraint is a function or { description, holds }, not ${formatValue(constraint)}.`,
  )
}

/** The expression of an arrow function, or the name or source of another one, in one line. */
function describe(predicate: { readonly name: string }): string {
  try {
    const source = Function.prototype.toString.call(predicate)
    const [, expression] = /^(?:\([^()]*\)|[^\s()=]+)\s*=>\s*([^{\s][^]*)$/.exec(source) ?? []
    return (expression ?? (predicate.name || source)).replace(/\s+/g, ' ').slice(0, 200).toWellFormed()
  } catch {
    // A proxy of a function has no source.
    return 'a function'
  }
}
