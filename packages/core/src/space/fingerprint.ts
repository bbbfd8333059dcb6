import { unreadable } from '../arguments/unreadable.ts'
import { foldIn, keyFromSeed } from '../math/random.ts'
import { conditionKey } from './conditions/conditions.ts'
import { jsonKey } from './json-value.ts'
import { parameterKey } from './parameters/parameter-json.ts'
import type { Dimension, SearchSpace } from './search-space.ts'

/**
 * Sixteen hexadecimal digits that spaces share when they mean the same: equal parameters under equal conditions, with
 * equal defaults, and constraints of equal description. The order of declarations, of conditions and of the values of
 * a choice does not count.
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

/** A key that two dimensions share exactly when they mean the same. */
export const dimensionKey = ({ name, parameter, conditions, optional }: Dimension) =>
  jsonKey([name, parameterKey(parameter), conditions.map(conditionKey).sort(), optional])

/** The descriptions of the constraints, each once. */
export const constraintDescriptions = (space: SearchSpace) => [
  ...new Set(space.constraints.map(({ description }) => description)),
]
