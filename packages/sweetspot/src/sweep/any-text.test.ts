/** Whatever the text, a reader returns a sweep or throws an error with a code. */
import { SweetspotError } from '@sweetspot/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseParameter } from './parameter-grammar.ts'
import { readSweepText } from './read-sweep-file.ts'

const piece = fc.constantFrom(
  'x',
  '=',
  '..',
  '1',
  '-2.5e3',
  '/',
  ',',
  ':',
  'log',
  'int',
  'normal',
  'weighted',
  '%',
  "'",
  '"',
  '\\',
  ' ',
  '[',
  ')',
  'true',
  '__proto__',
  '😀',
)

it('parseParameter throws only errors with a code', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('')
      try {
        expect(parseParameter(text).parameter.kind).toBeTypeOf('string')
      } catch (thrown) {
        if (!(thrown instanceof SweetspotError)) throw thrown
        expect(thrown.message).toMatch(/column \d+: /)
      }
    }),
    { numRuns: 2_000 },
  )
})

const key = fc.constantFrom(
  'method',
  'parameters',
  'metric',
  'command',
  'program',
  'space',
  'trials',
  'hydra',
  'sweeper',
  'params',
  'search_space',
  'x',
  'values',
  'value',
  'min',
  'max',
  'q',
  'distribution',
  '_type',
  '_value',
  '_name',
  'float',
  'choice',
  'when',
  'type',
)
const leaf = fc.constantFrom<unknown>(
  'bayes',
  'grid',
  'q_uniform',
  'log_normal',
  'choice',
  'quniform',
  'interval(0,1)',
  'tag(log,range(1,9))',
  '${args}',
  '1..8',
  0,
  1,
  -1,
  1e300,
  1e-300,
  true,
  null,
  '',
  [],
  {},
)
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.array(tie('document'), { maxLength: 3 }),
    fc.dictionary(key, tie('document'), { maxKeys: 4 }),
  ),
}))

it('readSweepText throws only errors with a code', async () => {
  const wrapped = fc.oneof(
    document,
    document.map((parameters) => ({ method: 'bayes', program: 'a.py', parameters })),
    document.map((x) => ({ method: 'random', parameters: { x } })),
    document.map((x) => ({ method: 'bayes', parameters: {}, metric: x, command: [x] })),
    document.map((_value) => ({ x: { _type: 'choice', _value } })),
    document.map((params) => ({ hydra: { sweeper: { params } } })),
    document.map((x) => ({ space: { x } })),
  )
  await fc.assert(
    fc.asyncProperty(wrapped, async (json) => {
      try {
        const { sweep, notices } = await readSweepText(JSON.stringify(json), 'f.json')
        expect([typeof sweep, notices.every((notice) => typeof notice === 'string')]).toEqual(['object', true])
      } catch (thrown) {
        if (!(thrown instanceof SweetspotError)) throw thrown
      }
    }),
    { numRuns: 1_500 },
  )
})
