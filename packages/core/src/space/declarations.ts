import { formatValue } from '../arguments/format-value.ts'
import { plainCopy } from '../arguments/plain-object.ts'
import { SweetspotError } from '../errors.ts'
import { toTest } from './conditions/conditional.ts'
import type { Condition } from './conditions/conditions.ts'
import { checkedParameter } from './parameters/checked-parameter.ts'
import type { BranchParameter, Parameter, Shape } from './parameters/parameter-kinds.ts'

/** A dimension of a search space before it has an id. */
export interface Declaration {
  readonly name: string
  readonly parameter: Parameter
  readonly conditions: readonly Condition[]
  /** Whether the parameter may be absent although its conditions hold. Default: false. */
  readonly optional?: boolean
}

/** Maximum nesting of branches: each parameter repeats the conditions of all enclosing branches. */
const MAX_DEPTH = 250

/**
 * Lists the parameters of a shape with all their conditions, in the order of declaration; the parameters of a branch
 * follow the choice.
 *
 * @param path - The conditions of the enclosing branches, outermost first.
 * @param depth - The number of enclosing branches.
 * @throws ERR_INVALID_ARGUMENT if a value is not a parameter, or if branches are nested deeper than {@link MAX_DEPTH}
 */
export function declarationsOf(shape: Shape, path: readonly Condition[] = [], depth = 0): Declaration[] {
  if (depth > MAX_DEPTH) {
    const advice = 'Ask for the parameters in the objective, or make each depend on the one before with `when`.'
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Branches are nested more than ${MAX_DEPTH} levels deep. ${advice}`,
    )
  }
  const declarations = plainCopy(shape)
  if (!declarations) {
    throw new SweetspotError(
      'ERR_INVALID_ARGUMENT',
      `Expected an object of parameters; received ${formatValue(shape)}.`,
    )
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
  // Conditions replace the branches.
  const { branches, ...parameter } = declared as BranchParameter
  const inner = Object.entries(branches).flatMap(([option, shape]) =>
    declarationsOf(shape, [...conditions, { parameter: name, test: { in: [option] } }], depth + 1),
  )
  return [{ name, parameter: Object.freeze(parameter), conditions }, ...inner]
}
