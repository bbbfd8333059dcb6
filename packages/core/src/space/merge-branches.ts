import { distinct } from './conditions/activation.ts'
import { type Condition, conditionKey } from './conditions/conditions.ts'
import type { Declaration } from './declarations.ts'
import { jsonKey } from './json-value.ts'
import { parameterKey } from './parameters/parameter-json.ts'

/**
 * Merges equal declarations of one name in different branches into one dimension, so that what is learned in one branch
 * applies to the other. The merged declaration takes the position of the first one.
 */
export function mergeBranches(declarations: readonly Declaration[]): readonly Declaration[] {
  const merged: (Declaration | undefined)[] = declarations.map((declaration) => ({
    ...declaration,
    conditions: distinct(declaration.conditions),
  }))
  const names = Map.groupBy(merged.keys(), (index) => (merged[index] as Declaration).name)
  for (const branches of names.values()) {
    if (branches.length === 1) continue
    const alike = Map.groupBy(branches, (index) => {
      const { parameter, optional = false } = merged[index] as Declaration
      return jsonKey([parameterKey(parameter), optional])
    })
    for (const indices of alike.values()) while (absorbOne(merged, indices)) continue
  }
  return merged.filter((declaration) => declaration !== undefined)
}

/** Merges the first pair that can be merged; returns false if there is none. */
function absorbOne(merged: (Declaration | undefined)[], indices: readonly number[]): boolean {
  for (const [place, first] of indices.entries()) {
    const one = merged[first]
    if (!one) continue
    for (const second of indices.slice(place + 1)) {
      const other = merged[second]
      const conditions = other && unite(one.conditions, other.conditions)
      if (!conditions) continue
      merged[first] = { ...one, conditions }
      merged[second] = undefined
      return true
    }
  }
  return false
}

/** Returns conditions that hold exactly if one of two sets holds; undefined if a single set cannot express that. */
function unite(some: readonly Condition[], others: readonly Condition[]): readonly Condition[] | undefined {
  const [onlySome, onlyOthers] = [without(some, others), without(others, some)]
  if (onlySome.length === 0) return some
  if (onlyOthers.length === 0) return others
  const [one, other] = [onlySome[0] as Condition, onlyOthers[0] as Condition]
  if (onlySome.length > 1 || onlyOthers.length > 1 || one.parameter !== other.parameter) return undefined
  if (!('in' in one.test && 'in' in other.test)) return undefined
  const values = new Map([...one.test.in, ...other.test.in].map((value) => [jsonKey(value), value]))
  const united = { parameter: one.parameter, test: { in: [...values.values()] } }
  return some.map((condition) => (condition === one ? united : condition))
}

function without(some: readonly Condition[], others: readonly Condition[]): readonly Condition[] {
  const keys = new Set(others.map(conditionKey))
  return some.filter((condition) => !keys.has(conditionKey(condition)))
}
