import { type Directions, formatValue, type OutcomeConstraint } from '@sweetspot/core'
import { productError } from '../../product-error.ts'
import { numberFromText } from '../../text/number-text.ts'

/** The metrics of options, with their directions; undefined without any. */
export function directionsOf({
  minimize,
  maximize,
}: {
  readonly minimize: readonly string[]
  readonly maximize: readonly string[]
}): Directions | undefined {
  const all = [
    ...minimize.map((metric) => [metric, 'minimize'] as const),
    ...maximize.map((metric) => [metric, 'maximize'] as const),
  ]
  const names = all.map(([metric]) => metric)
  const twice = names.find((metric, index) => names.indexOf(metric) !== index)
  if (twice !== undefined) throw productError('ERR_USAGE', `Expected one direction of ${twice}; received two.`)
  return all.length === 0 ? undefined : Object.fromEntries(all)
}

/** Reads bounds such as `memory<=16` and `recall>=0.9`. Both bounds of one value are two options. */
export function constraintsOf(words: readonly string[]): { readonly [name: string]: OutcomeConstraint } {
  const found = new Map<string, OutcomeConstraint>()
  for (const word of words) {
    const {
      name = '',
      sign,
      bound = '',
    } = /^\s*(?<name>.+?)\s*(?<sign><=|>=)\s*(?<bound>\S+)\s*$/.exec(word)?.groups ?? {}
    const value = numberFromText(bound)
    if (sign === undefined || value === undefined || !Number.isFinite(value)) {
      throw productError('ERR_USAGE', `Expected a constraint such as 'memory<=16'; received ${formatValue(word)}.`)
    }
    const side = sign === '<=' ? 'atMost' : 'atLeast'
    const { atMost, atLeast } = found.get(name) ?? {}
    if ((side === 'atMost' ? atMost : atLeast) !== undefined) {
      throw productError('ERR_USAGE', `Expected one bound ${name}${sign}; received two.`)
    }
    found.set(name, { ...found.get(name), [side]: value } as OutcomeConstraint)
  }
  return Object.fromEntries(found)
}
