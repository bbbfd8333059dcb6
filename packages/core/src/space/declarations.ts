import { plainCopy } from '../arguments/plain-object.ts'
import { SweetspotError } from '../errors.ts'
import { toTest } from './conditions/conditional.ts'
import type { Condition } from './conditions/conditions.ts'
import { formatValue } from './json-value.ts'
import { checkedParameter } from './parameters/checked-parameter.ts'
import type { BranchParameter, Parameter, Shape } from './parameters/parameter-kinds.ts'

/** A dimension of a search space before it has an identity. */
export interface Declaration {
  readonly name: string
  readonly parameter: Parameter
  readonly conditions: readonly Condition[]
  /** Whether the parameter may be absent although its conditions hold. Default: false */
  readonly optional?: boolean
}

/** Maximum nesting of branches: each parameter repeats the conditions of all branches around it. */
const MAX_DEPTH = 250

/**
 * The parameters of a shape in the order of their declaration, those of a branch right after the choice that opens it,
 * each with all the conditions it stands under.
 *
 * @param path - The conditions of the branches around the shape, outermost first.
 * @param depth - The number of those branches.
 * @throws ERR_INVALID_ARGUMENT where a value is not a parameter, and for more than {@link MAX_DEPTH} nested branches
 */
export function declarationsOf(shape: Shape, path: readonly Condition[] = [], depth = 0): Declaration[] {
  if (depth > MAX_DEPTH) {
    const advice = 'Ask for the parameters while the objective runs, or let each depend on the one before it by `when`.'
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `Branches are nested more than ${MAX_DEPTH} deep. ${advice}`)
  }
  const declarations = plainCopy(shape)
  if (!declarations) {
    throw new SweetspotError('ERR_INVALID_ARGUMENT', `A space is an object of parameters, not ${formatValue(shape)}.`)
  }
  return Object.entries(declarations).flatMap(([name, given]) => {
    const declared = plainCopy(given)
    const conditional = declared?.kind === 'when'
    const parameter = checkedParameter(name, conditional ? declared.parameter : given)
    const tests = conditional ? Object.entries(plainCopy(declared.tests) ?? {}) : []
    const conditions = [...path, ...tests.map(([tested, test]) => ({ parameter: tested, test: toTest(tested, test) }))]
    return withBranches(name, parameter, conditions, depth)
  })
}

function withBranches(
  name: string,
  declared: Parameter,
  conditions: readonly Condition[],
  depth: number,
): Declaration[] {
  if (!('branches' in declared)) return [{ name, parameter: declared, conditions }]
  // The branches live on as conditions.
  const { branches, ...parameter } = declared as BranchParameter
  const inner = Object.entries(branches).flatMap(([option, shape]) =>
    declarationsOf(shape, [...conditions, { parameter: name, test: { in: [option] } }], depth + 1),
  )
  return [{ name, parameter: Object.freeze(parameter), conditions }, ...inner]
}
