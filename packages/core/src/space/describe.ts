import { formatValue } from '../arguments/format-value.ts'
import { unreadable } from '../arguments/unreadable.ts'
import { describeConditions } from './conditions/conditions.ts'
import { constraintDescriptions, dimensionKey } from './fingerprint.ts'
import type { Parameter } from './parameters/parameter-kinds.ts'
import type { RangePrior } from './parameters/prior.ts'
import type { Dimension, SearchSpace } from './search-space.ts'

/** Describes the values of a parameter in words, such as `a number from 0 to 1 by 0.1`. */
export function describeParameter(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'float':
    case 'int': {
      const { kind, low, high, step, multipleOf, scale, prior } = parameter
      const steps = step === undefined || (kind === 'int' && step === 1) ? '' : ` by ${step}`
      const walked = scale === 'linear' ? '' : ` on a ${scale} scale`
      const what =
        multipleOf === undefined ? (kind === 'int' ? 'an integer' : 'a number') : `a multiple of ${multipleOf}`
      return `${what} from ${low} to ${high}${steps}${walked}${prior ? `, ${describePrior(prior)}` : ''}`
    }
    case 'choice': {
      const { values, weights } = parameter
      return `one of ${list(values)}${weights ? `, with the weights ${list(weights)}` : ''}`
    }
    case 'ordinal':
      return `one of ${list(parameter.values)} in this order`
    case 'boolean':
      return 'true or false'
    case 'fixed':
      return `always ${formatValue(parameter.value)}`
  }
}

function describePrior(prior: RangePrior): string {
  if ('beta' in prior) return `beta with a ${prior.beta.a} and b ${prior.beta.b}`
  if ('normal' in prior) return `normal with mean ${prior.normal.mean} and sd ${prior.normal.sd}`
  return `log-normal with mean ${prior.logNormal.mean} and sd ${prior.logNormal.sd}`
}

/** Describes a dimension in words: {@link describeParameter}, its default, and when it is active. */
export function describeDimension({ parameter, conditions, optional }: Dimension): string {
  const preset = 'default' in parameter ? `, ${formatValue(parameter.default)} by default` : ''
  const condition = conditions.length > 0 ? `, where ${describeConditions(conditions)}` : ''
  return `${describeParameter(parameter)}${preset}${condition}${optional ? ', sometimes absent' : ''}`
}

const MAX_LISTED = 20

function list(values: readonly unknown[]): string {
  const more = values.length > MAX_LISTED ? `, … (${values.length} values)` : ''
  return `${values.slice(0, MAX_LISTED).map(formatValue).join(', ')}${more}`
}

/**
 * Describes the differences between two spaces, one sentence each; empty if and only if they are equal.
 *
 * @example
 * ```ts
 * spaceChanges(space({ x: int(1, 4) }), space({ x: int(1, 8) }))
 * // ['x was an integer from 1 to 4 and is now an integer from 1 to 8.']
 * ```
 */
export function spaceChanges(before: SearchSpace, after: SearchSpace): string[] {
  try {
    return [
      ...dimensionChanges(before, after),
      ...constraintChanges(constraintDescriptions(before), constraintDescriptions(after)),
    ]
  } catch (thrown) {
    throw unreadable('spaceChanges', thrown)
  }
}

/** Describes changes of the dimensions, as {@link spaceChanges} does. */
export function dimensionChanges(before: SearchSpace, after: SearchSpace): string[] {
  const [old, current] = [unmatched(before, after), unmatched(after, before)]
  const changes: string[] = []
  for (const dimension of current) {
    const index = old.findIndex(({ name }) => name === dimension.name)
    const [former] = index >= 0 ? old.splice(index, 1) : []
    const now = describeDimension(dimension)
    const then = former && describeDimension(former)
    if (!then) changes.push(`${dimension.name} was added: ${now}.`)
    // Descriptions truncate long lists and texts.
    else if (then === now) changes.push(`${dimension.name} has other values than before; it is now ${now}.`)
    else changes.push(`${dimension.name} was ${then} and is now ${now}.`)
  }
  for (const dimension of old) changes.push(`${dimension.name} was removed: ${describeDimension(dimension)}.`)
  return changes
}

/** Describes changes of constraints, which are identified by their descriptions. */
export function constraintChanges(before: readonly string[], after: readonly string[]): string[] {
  return [
    ...after.filter((rule) => !before.includes(rule)).map((rule) => `The constraint "${rule}" was added.`),
    ...before.filter((rule) => !after.includes(rule)).map((rule) => `The constraint "${rule}" was removed.`),
  ]
}

/** The dimensions of a space without an equal in the other. */
function unmatched(space: SearchSpace, other: SearchSpace): Dimension[] {
  const keys = new Set(other.dimensions.map(dimensionKey))
  return space.dimensions.filter((dimension) => !keys.has(dimensionKey(dimension)))
}
