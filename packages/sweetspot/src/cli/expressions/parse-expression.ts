import { causeText, nearestName, SweetspotError, type TrialState } from '@sweetspot/core'
import type { ColumnNames } from './columns.ts'
import type { Expression, Operand, Operator, Scalar } from './expression.ts'
import { expressionError, type Token, tokensOf } from './tokens.ts'

const STATES: readonly string[] = [
  'waiting',
  'running',
  'paused',
  'completed',
  'pruned',
  'failed',
] satisfies readonly TrialState[]

const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

const CONSTANTS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
])

/** Maximum depth of parentheses and `not`. */
const DEEPEST = 100

/**
 * Parses an expression such as `loss < 0.3 and opt = 'adam'`. `and` binds more strongly than `or`.
 *
 * @throws ERR_INVALID_EXPRESSION with the column of the mistake, and the nearest name of an unknown column or state
 */
export function parseExpression(text: string, columns: ColumnNames): Expression {
  return new ExpressionParser(text, columns).parse()
}

class ExpressionParser {
  readonly #text: string
  readonly #columns: ColumnNames
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(text: string, columns: ColumnNames) {
    this.#text = text
    this.#columns = columns
    this.#tokens = tokensOf(text)
  }

  parse(): Expression {
    const expression = this.#alternatives(0)
    if (this.#token.kind !== 'end') throw this.#expected('and, or, or the end')
    return expression
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', at: this.#text.length }
  }

  #alternatives(depth: number): Expression {
    const all = [this.#conjunction(depth)]
    while (this.#takeWord('or')) all.push(this.#conjunction(depth))
    const [only] = all
    return only && all.length === 1 ? only : { kind: 'or', all }
  }

  #conjunction(depth: number): Expression {
    const all = [this.#negation(depth)]
    while (this.#takeWord('and')) all.push(this.#negation(depth))
    const [only] = all
    return only && all.length === 1 ? only : { kind: 'and', all }
  }

  #negation(depth: number): Expression {
    if (depth > DEEPEST) throw expressionError(this.#text, this.#token.at, `it is nested more than ${DEEPEST} times`)
    if (this.#takeWord('not')) return { kind: 'not', of: this.#negation(depth + 1) }
    if (!this.#takeSign('(')) return this.#comparison()
    const inner = this.#alternatives(depth + 1)
    this.#needSign(')')
    return inner
  }

  #comparison(): Expression {
    const column = this.#column()
    if (this.#takeWord('is')) {
      const isNot = this.#takeWord('not')
      if (!this.#takeWord('missing')) throw this.#expected('missing')
      return isNot ? { kind: 'not', of: { kind: 'missing', column } } : { kind: 'missing', column }
    }
    const isNot = this.#takeWord('not')
    if (this.#takeWord('in')) {
      const test: Expression = { kind: 'in', column, values: this.#list(column) }
      // A missing value is in no list, and outside of none.
      const present: Expression = { kind: 'not', of: { kind: 'missing', column } }
      return isNot ? { kind: 'and', all: [present, { kind: 'not', of: test }] } : test
    }
    if (isNot) throw this.#expected('in')
    const { kind } = this.#token
    const operator = this.#token.kind === 'sign' ? OPERATORS[this.#token.value] : undefined
    if (operator === undefined) {
      const endsHere = kind === 'end' || this.#isWord('and') || this.#isWord('or') || this.#isSign(')')
      if (endsHere) return { kind: 'true', column }
      throw this.#expected('a comparison such as =, < or >=')
    }
    this.#at += 1
    return { kind: 'compare', column, operator, value: this.#operand(column) }
  }

  #column(): string {
    const token = this.#token
    if (token.kind !== 'word') throw this.#expected('a column')
    this.#at += 1
    return this.#named(token)
  }

  #named(token: Token & { readonly kind: 'word' }, hint = ''): string {
    try {
      return this.#columns.find(token.value)
    } catch (thrown) {
      if (!(thrown instanceof SweetspotError)) throw thrown
      const why = causeText(thrown).replace(/\?$/, '')
      throw expressionError(this.#text, token.at, `${why[0]?.toLowerCase()}${why.slice(1)}${hint}`)
    }
  }

  #operand(column: string): Operand {
    const token = this.#token
    const constant = token.kind === 'word' && !token.isQuoted ? CONSTANTS.get(token.value) : undefined
    if (token.kind === 'word' && constant === undefined) {
      this.#at += 1
      return { column: this.#named(token, `; for the text write '${token.value}'`) }
    }
    return { value: this.#scalar(column) }
  }

  #scalar(column: string): Scalar {
    const token = this.#token
    const constant = token.kind === 'word' ? CONSTANTS.get(token.value) : undefined
    if (token.kind !== 'number' && token.kind !== 'text' && constant === undefined) {
      throw this.#expected('a number or a text in quotes')
    }
    this.#at += 1
    if (token.kind === 'text' && column === 'state' && !STATES.includes(token.value)) {
      const nearest = nearestName(token.value, STATES)
      const hint = nearest === undefined ? `the states are ${STATES.join(', ')}` : `did you mean '${nearest}'`
      throw expressionError(this.#text, token.at, `no trial has the state '${token.value}'; ${hint}`)
    }
    return token.kind === 'number' || token.kind === 'text' ? token.value : (constant ?? null)
  }

  #list(column: string): readonly Scalar[] {
    this.#needSign('(')
    const values = [this.#scalar(column)]
    while (this.#takeSign(',')) values.push(this.#scalar(column))
    this.#needSign(')')
    return values
  }

  #isWord(word: string): boolean {
    const token = this.#token
    return token.kind === 'word' && !token.isQuoted && token.value.toLowerCase() === word
  }

  #takeWord(word: string): boolean {
    const isNext = this.#isWord(word)
    if (isNext) this.#at += 1
    return isNext
  }

  #isSign(sign: string): boolean {
    return this.#token.kind === 'sign' && this.#token.value === sign
  }

  #takeSign(sign: string): boolean {
    const isNext = this.#isSign(sign)
    if (isNext) this.#at += 1
    return isNext
  }

  #needSign(sign: string): void {
    if (!this.#takeSign(sign)) throw this.#expected(sign)
  }

  #expected(what: string): SweetspotError {
    const token = this.#token
    const found = token.kind === 'end' ? 'the end' : String(token.value)
    return expressionError(this.#text, token.at, `expected ${what}; found ${found}`)
  }
}
