import { SweetspotError } from '../errors.ts'
import type { Condition } from './conditions/conditions.ts'
import { formatValue, isPlainObject } from './json-value.ts'
import type { BranchParameter, Parameter, Shape } from './parameters/parameter-kinds.ts'

/** A dimension of a search space before it has an identity. */
export interface Declaration {
  readonly name: string
  readonly parameter: Parameter
  readonly conditions: readonly Condition[]
  /** Whether the parameter may be absent although its conditions hold. Default: false */
  readonly optional?: boolean
}

const KINDS = new Set(['float', 'int', 'choice', 'ordinal', 'boolean', 'fixed'])

/**
 * The parameters of a shape in the order of their declaration, those of a branch right after the choice that opens it,
 * each with all the conditions it stands under.
 *
 * @param path - The conditions of the branches around the shape, outermost first.
 * @throws ERR_INVALID_ARGUMENT where a value is not a parameter
 */
export function declarationsOf(shape: Shape, path: readonly Condition[] = []): Declaration[] {
  if (!isPlainObject(shape)) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `A space is an object of parameters, not ${formatValue(shape)}.`)
  }
  return Object.entries(shape).flatMap(([name, declared]) => {
    const conditional = isPlainObject(declared) && declared.kind === 'when'
    const parameter: unknown = conditional ? declared.parameter : declared
    if (!isPlainObject(parameter) || typeof parameter.kind !== 'string' || !KINDS.has(parameter.kind)) {
      throw new SweetspotError(
        'ERR_INVALID_ARGUMENT',
        `${formatValue(name)} is not a parameter: use float, int, choice ….`,
      )
    }
    const tests = conditional ? Object.entries(declared.tests) : []
    const conditions = [...path, ...tests.map(([tested, test]) => ({ parameter: tested, test }))]
    return withBranches(name, parameter as unknown as Parameter, conditions)
  })
}

function withBranches(name: string, declared: Parameter, conditions: readonly Condition[]): Declaration[] {
  if (!('branches' in declared)) return [{ name, parameter: declared, conditions }]
  // The branches live on as conditions.
  const { branches, ...parameter } = declared as BranchParameter
  const inner = Object.entries(branches).flatMap(([option, shape]) =>
    declarationsOf(shape, [...conditions, { parameter: name, test: { in: [option] } }]),
  )
  return [{ name, parameter: Object.freeze(parameter), conditions }, ...inner]
}
