import { SweetspotError } from '../errors.ts'
import { type Condition, describeConditions, exclusive, passes } from './conditions.ts'
import { type Domain, domainOf } from './domain.ts'
import { checkName, jsonKey } from './json-value.ts'
import type { Branches, Parameter, Shape, ValueTest } from './parameter.ts'
import type { Params, ParamsOf } from './params.ts'

/** One coordinate of a search space: a parameter, and the conditions under which it is active. */
export interface Dimension {
  /** Unique in the space: the name, or for a name that stands in several branches `name@conditions`. */
  readonly id: string
  readonly name: string
  readonly parameter: Parameter
  /** All must hold. They refer to dimensions that come before this one. */
  readonly conditions: readonly Condition[]
  readonly domain: Domain
}

/** A rule that all params must obey, such as `a + b <= 1`. */
export interface Constraint<P = Params> {
  readonly description: string
  holds(params: P): boolean
}

/**
 * What may vary: dimensions in an order in which each comes after those it depends on, and constraints. Plain frozen
 * data, except for the functions of the constraints. The type parameter is the exact type of its params.
 */
export interface SearchSpace<P = Params> {
  readonly dimensions: readonly Dimension[]
  readonly constraints: readonly Constraint[]
  /** Never set: carries the type of the params. */
  readonly paramsType?: P
}

/** The type of the params of a search space. */
export type InferParams<S> = S extends SearchSpace<infer P> ? P : never

export interface SpaceOptions<P> {
  /**
   * Predicates that every combination must satisfy. Samplers never suggest params that break one. Give a function
   * (its source is its description), or `{ description, holds }`.
   */
  readonly constraints?: readonly (Constraint<P> | ((params: P) => boolean))[]
}

/**
 * Declares a search space.
 *
 * @throws ERR_INVALID_NAME, ERR_INVALID_CONDITION, ERR_PARAMETER_CONFLICT
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
  const constraints = (options.constraints ?? []).map((constraint) =>
    typeof constraint === 'function' ? { description: describe(constraint), holds: constraint } : constraint,
  )
  return buildSpace(declarationsOf(shape, []), constraints as readonly Constraint[]) as SearchSpace<ParamsOf<S>>
}

/** A dimension before it has an identity. */
export interface Declaration {
  readonly name: string
  readonly parameter: Parameter
  readonly conditions: readonly Condition[]
}

/** A search space of declarations in order: the one place where spaces are made. */
export function buildSpace(declarations: readonly Declaration[], constraints: readonly Constraint[] = []): SearchSpace {
  const merged = mergeBranches(declarations)
  const byName = Map.groupBy(merged, ({ name }) => name)
  const before = new Map<string, Declaration[]>()
  const dimensions = merged.map((declaration) => {
    const { name, parameter, conditions } = declaration
    checkName(name, 'A parameter')
    for (const condition of conditions) checkCondition(name, condition, before.get(condition.parameter))
    const twin = before.get(name)?.find((other) => !exclusive(other.conditions, conditions))
    if (twin)
      throw new SweetspotError('ERR_PARAMETER_CONFLICT', `${name} is declared twice where both would be active.`)
    before.set(name, [...(before.get(name) ?? []), declaration])
    const shared = (byName.get(name) as Declaration[]).length > 1
    const id = shared ? `${name}@${describeConditions(conditions)}` : name
    return Object.freeze({ id, name, parameter, conditions, domain: domainOf(parameter) })
  })
  return Object.freeze({ dimensions: Object.freeze(dimensions), constraints: Object.freeze([...constraints]) })
}

function declarationsOf(shape: Shape, path: readonly Condition[]): Declaration[] {
  return Object.entries(shape).flatMap(([name, declared]) => {
    if (declared.kind === 'when') {
      const tests = Object.entries(declared.tests).map(([parameter, test]) => ({ parameter, test }))
      return [{ name, parameter: declared.parameter, conditions: [...path, ...tests] }]
    }
    const branches: Branches =
      declared.kind === 'choice' && 'branches' in declared ? (declared.branches as Branches) : {}
    const inner = Object.entries(branches).flatMap(([option, branch]) =>
      declarationsOf(branch, [...path, { parameter: name, test: { in: [option] } }]),
    )
    return [{ name, parameter: declared, conditions: path }, ...inner]
  })
}

/** Declarations of one name with one meaning that differ only in the branch they stand in become one dimension, so that
 * what is learned in one branch counts in the other. */
function mergeBranches(declarations: readonly Declaration[]): readonly Declaration[] {
  const merged: Declaration[] = []
  for (const declaration of declarations) {
    const index = merged.findIndex(
      (other) =>
        other.name === declaration.name && parameterKey(other.parameter) === parameterKey(declaration.parameter),
    )
    const union = index >= 0 ? unite((merged[index] as Declaration).conditions, declaration.conditions) : undefined
    if (union) merged[index] = { ...(merged[index] as Declaration), conditions: union }
    else merged.push(declaration)
  }
  return merged
}

function unite(some: readonly Condition[], others: readonly Condition[]): readonly Condition[] | undefined {
  if (some.length !== others.length) return undefined
  let united = 0
  const result = some.map((condition, index) => {
    const other = others[index] as Condition
    if (condition.parameter !== other.parameter) return undefined
    if (testKey(condition.test) === testKey(other.test)) return condition
    if (!('in' in condition.test && 'in' in other.test)) return undefined
    united += 1
    return { parameter: condition.parameter, test: { in: [...condition.test.in, ...other.test.in] } }
  })
  return united === 1 && result.every((condition) => condition !== undefined) ? result : undefined
}

function checkCondition(
  name: string,
  { parameter, test }: Condition,
  parents: readonly Declaration[] | undefined,
): void {
  if (!parents) {
    throw new SweetspotError(
      'ERR_INVALID_CONDITION',
      `${name} depends on ${parameter}, which is not declared before it.`,
    )
  }
  const domains = parents.map((parent) => domainOf(parent.parameter))
  const possible =
    'in' in test
      ? test.in.every((value) => domains.some((domain) => domain.contains(value)))
      : parents.some(({ parameter: parent }) => reaches(parent, test))
  if (!possible) {
    throw new SweetspotError('ERR_INVALID_CONDITION', `${name} depends on values of ${parameter} that it never takes.`)
  }
}

function reaches(parent: Parameter, test: ValueTest): boolean {
  if (parent.kind === 'float' || parent.kind === 'int') return passes(test, parent.low) || passes(test, parent.high)
  if (parent.kind === 'fixed') return passes(test, parent.value)
  return parent.kind !== 'boolean' && parent.values.some((value) => passes(test, value))
}

/** A key that two parameters share exactly when they mean the same. */
export function parameterKey(parameter: Parameter): string {
  return jsonKey(parameterJson(parameter))
}

/** A parameter as JSON, without the branches that a space turns into conditions. */
export function parameterJson(parameter: Parameter): Params {
  return Object.fromEntries(Object.entries(parameter).filter(([key]) => key !== 'branches')) as Params
}

const testKey = (test: ValueTest) => jsonKey({ ...test })

function describe(predicate: (params: never) => boolean): string {
  const [, body] = /^\(?[^)=]*\)?\s*=>\s*([^{][\s\S]*)$/.exec(predicate.toString()) ?? []
  return (body ?? (predicate.name || predicate.toString())).replace(/\s+/g, ' ').slice(0, 200)
}
