import type { Dimension, Json } from '@sweetspot/core'
import { priorText } from '../../sweep/grammar/prior-text.ts'
import { formatNumber } from '../../text/format-value.ts'

/** A parameter in a few words, such as `1e-5 to 0.1, log scale`. */
export function parameterText({ parameter, conditions, optional }: Dimension): string {
  const isConditional = conditions.length > 0 || optional ? ', sometimes' : ''
  return `${valuesText(parameter)}${isConditional}`
}

function valuesText(parameter: Dimension['parameter']): string {
  switch (parameter.kind) {
    case 'float':
    case 'int': {
      const { kind, low, high, step, multipleOf, scale, prior } = parameter
      const steps = step === undefined || (kind === 'int' && step === 1) ? '' : ` by ${formatNumber(step)}`
      const multiples = multipleOf === undefined ? '' : `, multiples of ${formatNumber(multipleOf)}`
      const along = prior ? `, ${priorText(prior).text}` : scale === 'linear' ? '' : `, ${scale} scale`
      const ends = `${formatNumber(low)} to ${formatNumber(high)}`
      return `${ends}${steps}${multiples}${along}${kind === 'int' ? ', integer' : ''}`
    }
    case 'choice': {
      const { values, weights } = parameter
      if (!weights) return listed(values, ', ')
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      return values
        .map((value, index) => `${valueText(value)} (${formatNumber(((weights[index] ?? 0) / total) * 100)} %)`)
        .join(', ')
    }
    case 'ordinal':
      return listed(parameter.values, ' < ')
    case 'boolean':
      return 'true or false'
    case 'fixed':
      return `always ${valueText(parameter.value)}`
  }
}

const valueText = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value))
const listed = (values: readonly Json[], separator: string) => values.map(valueText).join(separator)
