import type { Dimension, Json } from '@sweetspot/core'
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
      const { kind, low, high, step, scale } = parameter
      const steps = step === undefined || (kind === 'int' && step === 1) ? '' : ` by ${formatNumber(step)}`
      const walked = scale === 'linear' ? '' : `, ${scale} scale`
      return `${formatNumber(low)} to ${formatNumber(high)}${steps}${walked}${kind === 'int' ? ', integer' : ''}`
    }
    case 'choice':
      return listed(parameter.values, ', ')
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
