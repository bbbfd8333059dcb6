import { formatValue } from '../../arguments/format-value.ts'
import { plainCopy } from '../../arguments/plain-object.ts'
import { isList } from '../../arguments/shape.ts'
import { SweetspotError } from '../../errors.ts'
import { checkName, type Json, jsonKey, toJson } from '../json-value.ts'
import type { Conditional, Parameter, ValueTest } from '../parameters/parameter-kinds.ts'

/** A test that `when` accepts: a value to equal, or `{ in }`, `{ atLeast }` or `{ atMost }`. */
export type ConditionTest = Exclude<Json, object> | ValueTest

/**
 * Declares a parameter that is active only if parameters declared earlier have certain values. Otherwise it is absent
 * from the params. An absent parameter fails every test.
 *
 * @typeParam P - The type of the parameter.
 * @param tests - A test by the name of each tested parameter; all must pass. To compare with an array or object, use
 *   `in`.
 * @throws ERR_INVALID_CONDITION if there is no test or a test is invalid; ERR_INVALID_NAME, ERR_INVALID_JSON
 *
 * @example
 * ```ts
 * space({ layers: int(1, 3), secondUnits: when({ layers: { atLeast: 2 } }, int(8, 64)) })
 * ```
 */
export function when<const P extends Parameter>(
  tests: { readonly [parameter: string]: ConditionTest },
  parameter: P,
): Conditional<P> {
  const given = plainCopy(tests)
  if (!given)
    throw new SweetspotError(
      'ERR_INVALID_CONDITION',
      `Expected \`when\` to get an object of tests by parameter name; received ${formatValue(tests)}.`,
    )
  const entries = Object.entries(given)
  if (entries.length === 0)
    throw new SweetspotError(
      'ERR_INVALID_CONDITION',
      'Expected `when` to get at least one test; received an empty object.',
    )
  return Object.freeze({
    kind: 'when',
    tests: Object.freeze(
      Object.fromEntries(entries.map(([name, test]) => [checkName(name, 'A parameter'), toTest(name, test)])),
    ),
    parameter,
  })
}

/**
 * Normalizes a test to its full form, frozen.
 *
 * @param name - The tested parameter, for error messages.
 * @throws ERR_INVALID_CONDITION, ERR_INVALID_JSON
 */
export function toTest(name: string, test: unknown): ValueTest {
  if (typeof test !== 'object' || test === null) return oneOf([toJson(test, `The test of ${name}`)])
  const copy = plainCopy(test)
  if (copy && Object.keys(copy).length === 1) {
    const { in: values, atLeast, atMost } = copy
    if (isList(values) && values.length > 0) {
      const copies = Array.from(values, (value) => [toJson(value, `A value in the test of ${name}`)] as const)
      return oneOf([...new Map(copies.map(([value]) => [jsonKey(value), value])).values()])
    }
    if (Number.isFinite(atLeast)) return Object.freeze({ atLeast: atLeast as number })
    if (Number.isFinite(atMost)) return Object.freeze({ atMost: atMost as number })
  }
  throw new SweetspotError(
    'ERR_INVALID_CONDITION',
    `Expected the test of ${name} to be a value, { in: [values] }, { atLeast: number } or { atMost: number }; received ${formatValue(test)}.`,
  )
}

const oneOf = (values: readonly Json[]): ValueTest => Object.freeze({ in: Object.freeze(values) })
