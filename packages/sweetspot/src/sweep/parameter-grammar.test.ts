import { boolean, choice, distribution, fixed, float, int, ordinal, type Parameter } from '@sweetspot/core'
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
    ['x=8..1024%8', int(8, 1024, { multipleOf: 8 })],
    ['x=log:8..1024%8', int(8, 1024, { multipleOf: 8, log: true })],
    ['x=0.0..1.0%0.25', float(0, 1, { multipleOf: 0.25 })],
    ['x=0..1%0.25', float(0, 1, { multipleOf: 0.25 })],
    ['x=normal:0,1', float(-Infinity, Infinity, { prior: distribution({ normal: { mean: 0, sd: 1 } }) })],
    ['x=normal: 0, 1 : -3.0..3.0', float(-3, 3, { prior: distribution({ normal: { mean: 0, sd: 1 } }) })],
    ['x=normal:1e2,2e1:0.0..inf', float(0, Infinity, { prior: distribution({ normal: { mean: 100, sd: 20 } }) })],
    ['x=normal:100,20:0..200', int(0, 200, { prior: distribution({ normal: { mean: 100, sd: 20 } }) })],
    ['x=int:normal:100,20', int(-Infinity, Infinity, { prior: distribution({ normal: { mean: 100, sd: 20 } }) })],
    ['x=normal:0,1:-4.0..4.0/0.5', float(-4, 4, { step: 0.5, prior: distribution({ normal: { mean: 0, sd: 1 } }) })],
    [
      'x=normal:0,1:-4.0..4.0%0.5',
      float(-4, 4, { multipleOf: 0.5, prior: distribution({ normal: { mean: 0, sd: 1 } }) }),
    ],
    ['x=log-normal:-7,1', float(0, Infinity, { prior: distribution({ logNormal: { mean: -7, sd: 1 } }) })],
    ['x=beta:2,5', float(0, 1, { prior: distribution({ beta: { a: 2, b: 5 } }) })],
    ['x=beta:2,5:0.0..0.8', float(0, 0.8, { prior: distribution({ beta: { a: 2, b: 5 } }) })],
    ['x=weighted:adam=3,sgd=1', choice(['adam', 'sgd'], { weights: [3, 1] })],
    ['x=weighted: null=0.7, 2 = .1,3=1e-1', choice([null, 2, 3], { weights: [0.7, 0.1, 0.1] })],
    [String.raw`x=weighted:'a=1,b'=2,"say \"hi\""=1`, choice(['a=1,b', 'say "hi"'], { weights: [2, 1] })],
    ['x=weighted:a=b=2,c=1', choice(['a=b', 'c'], { weights: [2, 1] })],
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
    ['x=model:1,model:2', choice(['model:1', 'model:2'])],
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
    ['x=1..8%', 8, 'expected a number after "%"', undefined],
    ['x=1..8%x', 8, 'expected a number after "%"', undefined],
    ['x=1..8*2', 3, 'multiples are written %number', 'x=1..8%2'],
    ['x=quniform(8, 64, 8)', 3, 'no functions', 'x=8..64%8'],
    ['x=normal(0, 1)', 3, 'no functions', 'x=normal:0,1'],
    ['x=lognormal(0,1)', 3, 'no functions', 'x=log-normal:0,1'],
    ['x=normal:0', 10, 'expected a mean and a standard deviation', undefined],
    ['x=normal:0..1', 10, 'expected a mean and a standard deviation', undefined],
    ['x=beta:2,x', 8, 'expected a and b', undefined],
    ['x=lognormal:0,1', 3, 'unknown kind "lognormal"', 'x=log-normal:0,1'],
    ['x=norml:0,1:-2..2', 3, 'unknown kind "norml"', 'x=normal:0,1:-2..2'],
    ['x=normal:0,-1', 10, 'sd of the normal distribution to be above 0', undefined],
    ['x=normal:0,1:5', 14, 'expected a range', undefined],
    ['x=normal:0,1:beta:1,2', 14, 'one distribution', undefined],
    ['x=log:normal:0,1:1.0..2.0', 18, 'no logarithmic scale', undefined],
    ['x=1..inf', 6, 'after ".."', undefined],
    ['x=weighted:adam,sgd', 12, 'such as adam=1', undefined],
    ['x=weighted:adam=3,sgd', 19, 'such as sgd=1', undefined],
    ['x=weighted:a=1,a=2', 16, '"a" is listed twice', undefined],
    ['x=weighted:a=0,b=1', 12, 'a weight above 0', undefined],
    ['x=weighted:', 12, 'such as adam=3', undefined],
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
    expect(/did you mean (.*)\? Correct the sweep/.exec(message)?.[1]).toBe(meant)
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
    ends.map(([low, length]) => int(8 * low, 8 * (low + length), { multipleOf: 8 })),
    ends.map(([low, length]) => float(low / 8, (low + length) / 8, { multipleOf: length / 16 })),
    ends.map(([mean, sd]) =>
      float(-Infinity, Infinity, { prior: distribution({ normal: { mean: mean / 7, sd: sd / 3 } }) }),
    ),
    ends.map(([mean, sd]) => float(mean - sd, mean + sd, { prior: distribution({ normal: { mean, sd } }) })),
    ends.map(([mean, sd]) => int(mean - sd, mean + 2 * sd, { prior: distribution({ normal: { mean, sd } }) })),
    ends.map(([mean, sd]) =>
      float(0, Infinity, { prior: distribution({ logNormal: { mean: mean / 20, sd: sd / 20 } }) }),
    ),
    ends.map(([mean, a]) => float(mean, mean + a, { prior: distribution({ beta: { a, b: 2 } }) })),
    fc.constantFrom(float(0, 1, { prior: distribution({ beta: { a: 2, b: 5 } }) })),
    values.map((list) => choice(list, { weights: list.map((_, index) => 1 + index / 4) })),
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
    [float(1e-5, 0.1, { log: true }), 'x=log:1e-5..0.1'],
    [int(8, 1024, { multipleOf: 8, log: true }), 'x=log:8..1024%8'],
    [float(-Infinity, Infinity, { prior: distribution({ normal: { mean: 0, sd: 1 } }) }), 'x=normal:0,1'],
    [float(0, 0.8, { prior: distribution({ beta: { a: 2, b: 5 } }) }), 'x=beta:2,5:0.0..0.8'],
    [choice([2 ** 53, 1]), 'x=9.007199254740992e+15,1'],
    [choice([null, 'a b'], { weights: [3, 1] }), 'x=weighted:null=3,"a b"=1'],
  ])('has the short form %#', (parameter, line) => {
    expect(formatParameter('x', parameter)).toBe(line)
  })

  it.each([
    ['a default', int(1, 8, { default: 2 })],
    ['arrays', choice([[1], [2]])],
    ['an object', fixed({ a: 1 })],
  ])('is undefined for %s', (_, parameter) => {
    expect(formatParameter('x', parameter)).toBeUndefined()
  })
})
