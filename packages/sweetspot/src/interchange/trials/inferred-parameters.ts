import { choice, float, type GivenTrial, int, type Json, type Parameter } from '@sweetspot/core'

/**
 * The parameters that the params of trials suggest: for numbers the range that they cover, otherwise a choice of the
 * values that occur.
 */
export function inferredParameters(trials: readonly GivenTrial[]): { readonly [name: string]: Parameter } {
  const found = new Map<string, Map<string, Json>>()
  for (const { params } of trials) {
    for (const [name, value] of Object.entries(params)) {
      if (value === undefined) continue
      const values = found.get(name) ?? new Map<string, Json>()
      found.set(name, values)
      values.set(JSON.stringify(value), value)
    }
  }
  return Object.fromEntries([...found].map(([name, values]) => [name, parameterOf([...values.values()])]))
}

function parameterOf(values: readonly Json[]): Parameter {
  const numbers = values.filter((value) => typeof value === 'number')
  if (numbers.length < values.length || values.length === 1) return choice(values)
  const low = numbers.reduce((one, other) => Math.min(one, other))
  const high = numbers.reduce((one, other) => Math.max(one, other))
  return numbers.every(Number.isSafeInteger) ? int(low, high) : float(low, high)
}
