import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnNames, shortNames } from './columns.ts'
import { passes } from './expression.ts'
import { parseExpression } from './parse-expression.ts'

const COLUMNS = [
  'number',
  'state',
  'values.loss',
  'params.lr',
  'params.opt',
  'params.my name',
  'attributes.lr',
  'attributes.ok',
  'duration',
]
const names = columnNames(COLUMNS)
const row = {
  number: 3,
  state: 'completed',
  'values.loss': 0.25,
  'params.lr': 1e-3,
  'params.opt': 'adam',
  'params.my name': 'it’s',
  'attributes.ok': true,
  duration: 95_000,
}
const holds = (text: string, of = row) => passes(parseExpression(text, names), of)

describe('an expression', () => {
  it.each([
    ["loss < 0.3 and opt = 'adam'", true],
    ['loss < .25', false],
    ['loss <= 2.5e-1', true],
    ['number == 3', true],
    ['number <> 3', false],
    ['opt != "sgd"', true],
    ['`params.my name` = "it’s"', true],
    ['`my name` in ("a", "it’s")', true],
    ["opt not in ('sgd', 'adam')", false],
    ['params.lr is missing', false],
    ['attributes.lr is missing', true],
    ['attributes.lr is not missing', false],
    ['attributes.lr < 1', false],
    ['not attributes.lr < 1', true],
    ['attributes.lr not in (1)', false],
    ['ok', true],
    ['not ok', false],
    ['ok = false', false],
    ['duration > 90s', true],
    ['duration > 1.5m', true],
    ['duration > 2h', false],
    ['duration = 95000ms', true],
    ['params.lr < loss', true],
    ["loss < 'a'", false],
    ["opt > 'a'", true],
    // and binds more strongly than or.
    ['loss > 1 or number = 3 and ok', true],
    ['number = 3 or loss > 1 and not ok', true],
    ['(number = 3 or loss > 1) and not ok', false],
    ["NOT (number < 0 OR opt = 'sgd')", true],
    ["opt = 'a''b'", false],
    ['loss != NaN', true],
    ['number > -1', true],
  ])('%s is %s', (text, expected) => {
    expect(holds(text)).toBe(expected)
  })

  it.each([
    ['los < 1', 'column 1: unknown column "los". Did you mean loss'],
    ['loss < 1 and op = 1', 'column 14: unknown column "op". Did you mean opt'],
    ['opt = adam', `column 7: unknown column "adam"`],
    ['opt = adam', `for the text write 'adam'`],
    ['lr < 1', 'column 1: "lr" is ambiguous: write params.lr or attributes.lr'],
    ["state = 'complete'", "column 9: no trial has the state 'complete'; did you mean 'completed'"],
    ['loss <', 'column 7: expected a number or a text in quotes; found the end'],
    ['loss 3', 'column 6: expected a comparison such as =, < or >=; found 3'],
    ['loss < 3 opt', 'column 10: expected and, or, or the end; found opt'],
    ['(loss < 3', 'column 10: expected ); found the end'],
    ["opt = 'adam", "column 7: the quote ' is not closed"],
    ['loss < 3 && ok', 'column 10: expected a column, a value or an operator; found &'],
    ['loss is 3', 'column 9: expected missing; found 3'],
    ['opt in ()', 'column 9: expected a number or a text in quotes; found )'],
    ['', 'column 1: expected a column; found the end'],
    [`${'('.repeat(200)}ok`, 'nested more than 100 times'],
  ])('%s is refused at its column', (text, message) => {
    expect(() => parseExpression(text, names)).toThrow(message)
    expect(() => parseExpression(text, names)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_EXPRESSION' }))
  })

  it('is evaluated or refused, whatever the text', () => {
    const part = fc.constantFrom(
      'loss',
      'ok',
      'and',
      'or',
      'not',
      '(',
      ')',
      '<',
      '=',
      '3',
      "'a'",
      'in',
      ',',
      'is',
      'missing',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(part).map((parts) => parts.join(' ')),
          fc.string(),
        ),
        (text) => {
          try {
            expect(typeof holds(text)).toBe('boolean')
          } catch (error) {
            expect(error).toMatchObject({ code: 'ERR_INVALID_EXPRESSION' })
          }
        },
      ),
    )
  })
})

describe('columnNames and shortNames', () => {
  it('find full names and unique short names', () => {
    expect(names.find('loss')).toBe('values.loss')
    expect(names.find('values.loss')).toBe('values.loss')
    expect(() => names.find('xyz')).toThrow('The columns are number, state, loss')
    expect(shortNames(['values.loss', 'params.lr', 'state'], COLUMNS)).toEqual(['loss', 'params.lr', 'state'])
  })
})
