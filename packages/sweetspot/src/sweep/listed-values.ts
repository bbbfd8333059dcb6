import { boolean, choice, fixed, type Json, type Parameter, paramsKey } from '@sweetspot/core'

/** A list of values as other tools write them: with repetitions, and with probabilities. */
export interface ValueList {
  readonly name: string
  readonly values: readonly Json[]
  readonly probabilities?: readonly number[]
  /** Whether a repeated value is dropped instead of getting more weight, as in a grid. */
  readonly dropRepeated: boolean
  readonly notice: (text: string) => void
}

/**
 * The parameter of a list: fixed for one value, boolean for true and false, otherwise a choice. Repeated values become
 * one with the sum of their weights, and values of probability 0 are left out.
 */
export function listedValues({ name, values, probabilities, dropRepeated, notice }: ValueList): Parameter {
  const found = new Map<string, { readonly value: Json; weight: number; count: number }>()
  values.forEach((value, index) => {
    const key = paramsKey({ value })
    const weight = probabilities?.[index] ?? 1
    const known = found.get(key)
    if (known) {
      known.weight += weight
      known.count += 1
    } else found.set(key, { value, weight, count: 1 })
  })
  const repeated = [...found.values()].filter(({ count }) => count > 1)
  if (repeated.length > 0) {
    const which = repeated.map(({ value }) => JSON.stringify(value)).join(', ')
    const effect = dropRepeated ? 'each is tried once' : 'their weights are added'
    notice(`${name}: values are listed more than once (${which}); ${effect}.`)
  }
  const possible = [...found.values()].filter(({ weight }) => weight > 0)
  if (possible.length < found.size) notice(`${name}: values of probability 0 are left out.`)
  const kept = possible.map(({ value }) => value)
  if (kept.length === 1) return fixed(kept[0] as Json)
  const weights = possible.map(({ weight }) => weight)
  const isEven = dropRepeated || weights.every((weight) => weight === weights[0])
  if (isEven && kept.length === 2 && kept.includes(true) && kept.includes(false)) return boolean()
  return choice(kept, isEven ? {} : { weights })
}
