import { boolean, choice, fixed, float, int, ordinal, type Parameter } from '@sweetspot/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatParameter } from './format-parameter.ts'
import { parseParameter } from './parameter-grammar.ts'

describe('parseParameter', () => {
  it.each<[string, Parameter]>([
    ['x=1..8', int(1, 8)],
    ['x=-8..-1', int(-8, -1)],
    ['x=+1..8', int(1, 8)],
    ['x=0..100/5', int(0, 100, { step: 5 })],
    ['x=0.0..1.0', float(0, 1)],
    ['x=0..1.0', float(0, 1)],
    ['x=-.5..0', float(-0.5, 0)],
    ['x=1e-5..1e-1', float(1e-5, 0.1)],
    ['x=1e2..1e3', float(100, 1000)],
    ['x=0..0.5/0.05', float(0, 0.5, { step: 0.05 })],
    ['x=0..1/0.05', float(0, 1, { step: 0.05 })],
    ['x=int:1..8', int(1, 8)],
    ['x=float:1..8', float(1, 8)],
    ['x=float:0..1/0.1', float(0, 1, { step: 0.1 })],
    ['x=log:1e-5..1e-1', float(1e-5, 0.1, { log: true })],
    ['x=log:8..1024', int(8, 1024, { log: true })],
    ['x=log:float:1..10', float(1, 10, { log: true })],
    ['x=int:log:1..10', int(1, 10, { log: true })],
    ['x=reverse-log:0.9..0.999', float(0.9, 0.999, { scale: 'reverse-log' })],
    ['x=a,b,c', choice(['a', 'b', 'c'])],
    ['x=sgd, adam', choice(['sgd', 'adam'])],
    ['x=1,2.5,-3e2,null,true', choice([1, 2.5, -300, null, true])],
    ['x=true,false', boolean()],
    ['x=false,true', boolean()],
    ['x=choice:true,false', choice([true, false])],
    ['x=choice:a', choice(['a'])],
    ['x=ordinal:16,32,64', ordinal([16, 32, 64])],
    ['x=ordinal:small,large', ordinal(['small', 'large'])],
    ['x=3', fixed(3)],
    ['x==3', fixed(3)],
    ['x=true', fixed(true)],
    ['x=null', fixed(null)],
    ['x=adam', fixed('adam')],
    ['x==a,b', fixed('a,b')],
    ['x==1..8', fixed('1..8')],
    ["x=='1'", fixed('1')],
    ["x='1e-5'", fixed('1e-5')],
    ["x='1..8'", fixed('1..8')],
    [`x='a,b',"c:d",'true'`, choice(['a,b', 'c:d', 'true'])],
    [String.raw`x="say \"hi\"","C:\new"`, choice(['say "hi"', String.raw`C:\new`])],
    ["x='',none", choice(['', 'none'])],
    ['x=qwen2.5:3b,qwen2.5:7b', choice(['qwen2.5:3b', 'qwen2.5:7b'])],
    ['x=qwen2.5:3b', fixed('qwen2.5:3b')],
    ['x=007,8', choice(['007', 8])],
    ['x=12345678901234567890', fixed('12345678901234567890')],
    ['x=./data/train.csv', fixed('./data/train.csv')],
    ['x=$(id),--flag', choice(['$(id)', '--flag'])],
    ['x=http://a/b', fixed('http://a/b')],
    ['x=a=b', fixed('a=b')],
  ])('%s', (text, parameter) => {
    expect(parseParameter(text)).toEqual({ name: 'x', parameter })
  })

  it('reads the name up to the first equals sign', () => {
    expect(parseParameter('model.lr=0..1').name).toBe('model.lr')
    expect(parseParameter(' actor-LR =0..1').name).toBe('actor-LR')
    expect(parseParameter('+trainer.epochs=0..1').name).toBe('+trainer.epochs')
  })

  it.each([
    ['lr', 3, 'expected name=values', undefined],
    ['=1..8', 1, 'expected a name', undefined],
    ['x=', 3, "an empty text is written ''", undefined],
    ['x=a,,b', 5, "an empty text is written ''", undefined],
    ['x=a,', 5, "an empty text is written ''", undefined],
    ["x='a", 3, 'not closed', undefined],
    ["x='a'b", 6, 'expected a comma', undefined],
    ['x=a,b,a', 7, '"a" is listed twice', undefined],
    ['x=8..1', 6, 'above the high end', 'x=1..8'],
    ['x=log:1e-1..1e-5', 13, 'above the high end', 'x=log:1e-5..1e-1'],
    ['x=log:0..1', 7, 'above 0', undefined],
    ['x=1-8', 3, 'ranges are written low..high', 'x=1..8'],
    ['x=1:8', 3, 'ranges are written low..high', 'x=1..8'],
    ['x=1…8', 3, 'ranges are written low..high', 'x=1..8'],
    ['x=1...8', 3, 'ranges are written low..high', 'x=1..8'],
    ['x=1 to 8', 3, 'ranges are written low..high', 'x=1..8'],
    ['x=log:1e-5-1e-1', 7, 'ranges are written low..high', 'x=log:1e-5..1e-1'],
    ['x=log:1e-5,1e-1', 7, 'expected a range', 'x=log:1e-5..1e-1'],
    ['x=log(1e-5,1e-1)', 3, 'ranges are written low..high', 'x=log:1e-5..1e-1'],
    ['x=log_uniform(1e-5, 1e-1)', 3, 'ranges are written low..high', 'x=log:1e-5..1e-1'],
    ['x=choice(a,b)', 3, 'no brackets', 'x=a,b'],
    ['x=[1, 2, 3]', 3, 'no brackets', 'x=1,2,3'],
    ['x=0..8..2', 3, 'a step is written /step', 'x=0..8/2'],
    ['x=1..', 6, 'after ".."', undefined],
    ['x=..8', 3, 'before ".."', undefined],
    ['x=1..8/', 8, 'as the step', undefined],
    ['x=one..8', 3, 'before ".."', undefined],
    ['x=lgo:1e-5..1e-1', 3, 'unknown kind "lgo"', 'x=log:1e-5..1e-1'],
    ['x=uniform:0..1', 3, 'unknown kind "uniform"', undefined],
    ['x=int:adam', 7, 'expected a range', undefined],
    ['x=int:float:0..1', 13, 'exclude each other', undefined],
    ['x=1..8,16', 3, 'cannot contain the range 1..8', undefined],
    ['x=int:0.5..8', 7, 'safe integers', undefined],
    ['x=log:0.1..1.0/0.1', 7, 'both a step and a logarithmic scale', undefined],
    ['__proto__=1', 11, '__proto__', undefined],
  ])('refuses %s at column %i', (text, column, why, meant) => {
    let message = ''
    try {
      const { name } = parseParameter(text)
      // The name is checked by the space.
      if (name === '__proto__') return
    } catch (thrown) {
      message = String((thrown as Error).message)
    }
    expect(message).toContain(`-p ${text}, column ${column}: `)
    expect(message).toContain(why)
    expect(message).toContain('[ERR_INVALID_SWEEP]')
    expect(/did you mean (.*)\? Correct it/.exec(message)?.[1]).toBe(meant)
    if (meant !== undefined) expect(() => parseParameter(meant)).not.toThrow()
  })
})

describe('formatParameter', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('1..2', 'true', '1e5', 'a,b', "it's", 'a"b\\', ' x '),
  )
  const scalar = fc.oneof(
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  )
  const values = fc.uniqueArray(
    scalar.map((value) => (value === 0 ? 0 : value)),
    { minLength: 1, maxLength: 5 },
  )
  const ends = fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 99 }))
  const parameters: fc.Arbitrary<Parameter> = fc.oneof(
    values.map((list) => choice(list)),
    values.map((list) => ordinal(list)),
    scalar.map((value) => fixed(value)),
    fc.constant(boolean()),
    ends.map(([low, length]) => int(low, low + length)),
    ends.map(([low, length]) => int(low, low + length, { step: Math.ceil(length / 2) })),
    ends.map(([low, length]) => int(Math.abs(low) + 1, Math.abs(low) + 1 + length, { log: true })),
    ends.map(([low, length]) => float(low, low + length)),
    ends.map(([low, length]) => float(low / 8, (low + length) / 8, { step: length / 16 })),
    ends.map(([low, length]) => float(1e-9 * length, Math.abs(low) + 1, { scale: 'reverse-log' })),
    fc.constantFrom(int(1, 2 ** 51), float(1e21, 1e300), float(-1e21, 5)),
  )

  it('is read back as the same parameter', () => {
    fc.assert(
      fc.property(parameters, (parameter) => {
        const line = formatParameter('x', parameter)
        expect(line).toBeTypeOf('string')
        expect(parseParameter(line as string)).toEqual({ name: 'x', parameter })
      }),
    )
  })

  it.each([
    ['a default', int(1, 8, { default: 2 })],
    ['multiples', int(8, 64, { multipleOf: 8 })],
    ['a prior', float(0, 1, { prior: { beta: { a: 1, b: 2 } } })],
    ['weights', choice([1, 2], { weights: [1, 2] })],
    ['arrays', choice([[1], [2]])],
    ['an object', fixed({ a: 1 })],
  ])('is undefined for %s', (_, parameter) => {
    expect(formatParameter('x', parameter)).toBeUndefined()
  })
})
