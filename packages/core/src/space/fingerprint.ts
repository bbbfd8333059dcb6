import { unreadable } from '../arguments/unreadable.ts'
import { foldIn, keyFromSeed } from '../math/random.ts'
import { conditionKey } from './conditions/conditions.ts'
import { jsonKey } from './json-value.ts'
import { parameterKey } from './parameters/parameter-json.ts'
import type { Dimension, SearchSpace } from './search-space.ts'

/**
 * A fingerprint of a space, 16 hexadecimal digits: equal for spaces with equal parameters, conditions and defaults, and
 * with constraints of equal descriptions. The order of declarations, of conditions and of the values of a choice is
 * ignored.
 */
export function spaceFingerprint(space: SearchSpace): string {
  try {
    const meaning = jsonKey([space.dimensions.map(dimensionKey).sort(), constraintDescriptions(space).sort()])
    return foldIn(keyFromSeed(0), meaning)
      .map((word) => word.toString(16).padStart(8, '0'))
      .join('')
  } catch (thrown) {
    throw unreadable('spaceFingerprint', thrown)
  }
}

/** A key for comparing dimensions: equal dimensions have equal keys. */
export const dimensionKey = ({ name, parameter, conditions, optional }: Dimension) =>
  jsonKey([name, parameterKey(parameter), conditions.map(conditionKey).sort(), optional])

/** The distinct descriptions of the constraints. */
export const constraintDescriptions = (space: SearchSpace) => [
  ...new Set(space.constraints.map(({ description }) => description)),
]
