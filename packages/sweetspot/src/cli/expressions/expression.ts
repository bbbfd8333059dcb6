import type { Json } from '@sweetspot/core'

/** A test of a row. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly all: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'compare'; readonly column: string; readonly operator: Operator; readonly value: Operand }
  | { readonly kind: 'in'; readonly column: string; readonly values: readonly Scalar[] }
  | { readonly kind: 'missing'; readonly column: string }
  /** A column of true and false. */
  | { readonly kind: 'true'; readonly column: string }

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>='

export type Scalar = number | string | boolean | null

/** The operand that a column is compared with: a value, or another column. */
export type Operand = { readonly value: Scalar } | { readonly column: string }

type Row = { readonly [column: string]: Json | undefined }

/** Whether a row passes. Comparisons with a missing value, and of values of different types, are false. */
export function passes(expression: Expression, row: Row): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.all.every((part) => passes(part, row))
    case 'or':
      return expression.all.some((part) => passes(part, row))
    case 'not':
      return !passes(expression.of, row)
    case 'missing':
      return row[expression.column] === undefined
    case 'true':
      return row[expression.column] === true
    case 'in':
      return expression.values.some((value) => isEqual(row[expression.column], value))
    case 'compare': {
      const { operator, value } = expression
      const left = row[expression.column]
      const right = 'column' in value ? row[value.column] : value.value
      if (left === undefined || right === undefined) return false
      if (operator === '=') return isEqual(left, right)
      if (operator === '!=') return !isEqual(left, right)
      return isOrdered(operator, left, right)
    }
  }
}

const isEqual = (one: Json | undefined, other: Json) =>
  typeof one === 'object' && one !== null ? JSON.stringify(one) === JSON.stringify(other) : one === other

function isOrdered(operator: '<' | '<=' | '>' | '>=', one: Json, other: Json): boolean {
  if (typeof one === 'number' && typeof other === 'number') return compare(operator, one - other)
  if (typeof one !== 'string' || typeof other !== 'string') return false
  return compare(operator, one < other ? -1 : one > other ? 1 : 0)
}

function compare(operator: '<' | '<=' | '>' | '>=', difference: number): boolean {
  switch (operator) {
    case '<':
      return difference < 0
    case '<=':
      return difference <= 0
    case '>':
      return difference > 0
    case '>=':
      return difference >= 0
  }
}
