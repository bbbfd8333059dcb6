import { describe, expect, it } from 'vitest'
import { SweetspotError } from '../errors.ts'
import { editDistance, nearestName } from './nearest-name.ts'
import { optionsReader } from './options.ts'

interface Options {
  readonly trials?: number
  readonly concurrency?: number
  readonly catch?: boolean
}

const read = optionsReader<Options>(
  'optimize',
  { trials: ['n_trials'], concurrency: ['n_jobs'], catch: [] },
  {
    instead: (given) => (typeof given === 'number' ? `Write { trials: ${given} }.` : undefined),
    notes: { seed: 'No.' },
  },
)
const refusal = (given: unknown) => {
  try {
    read(given as Options)
  } catch (error) {
    if (error instanceof SweetspotError && error.code === 'ERR_INVALID_ARGUMENT') return error
    throw error
  }
  throw new Error('It was accepted')
}

describe('optionsReader', () => {
  it('refuses names that are not lists', () => {
    expect(() => optionsReader<Options>('optimize', { trials: 1 } as never)).toThrow('ERR_INVALID_ARGUMENT')
  })

  it('copies the options, and reads each once', () => {
    let reads = 0
    const options = {
      get trials() {
        reads += 1
        return reads
      },
    }
    const copy = read(options)
    expect([copy.trials, copy.trials, reads]).toEqual([1, 1, 1])
    expect(read<Options>(undefined)).toEqual({})
  })

  it.each([
    ['n_trials', 'did you mean "trials"?'],
    ['n_jobs', 'did you mean "concurrency"?'],
    ['trails', 'did you mean "trials"?'],
    ['Trials', 'did you mean "trials"?'],
    ['con_currency', 'did you mean "concurrency"?'],
    ['foo', 'its options are trials, concurrency, catch.'],
    ['__proto__', 'its options are trials'],
    ['x'.repeat(1_000_000), 'its options are trials'],
    ['seed', 'of optimize. No.'],
  ])('throws for the option %.40s', (name, hint) => {
    const given = JSON.parse(JSON.stringify({ placeholder: 1 }).replace('placeholder', name)) as unknown
    expect(refusal(given).message).toContain('Unknown option "')
    expect(refusal(given).message).toContain(hint)
  })

  it.each([
    [null],
    [5],
    ['n'],
    [[]],
    [new Map()],
    [() => {}],
    [Symbol('x')],
    [1n],
    [new (class Odd {})()],
    [Promise.resolve()],
  ])('throws for %s instead of an object', (given) => {
    expect(refusal(given).message).toContain('Expected the options of optimize as a plain object; received')
  })

  it('says what to write instead', () => {
    expect(refusal(5).message).toContain('received 5. Write { trials: 5 }.')
  })

  it('reports the error of a getter as the cause', () => {
    const cause = new Error('no')
    const options = {
      get trials(): number {
        throw cause
      },
    }
    expect(refusal(options).cause).toBe(cause)
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    expect(refusal(revoked.proxy).message).toContain('received object')
    const trap = new Proxy({}, { ownKeys: () => { throw cause } }) // biome-ignore format: one line
    expect(refusal(trap).cause).toBe(cause)
  })
})

describe('nearestName', () => {
  it('counts letters to add, drop, replace and swap', () => {
    expect(
      [
        ['', 'ab'],
        ['ab', 'ba'],
        ['kitten', 'sitting'],
        ['a', 'a'],
      ].map(([a, b]) => editDistance(a!, b!)),
    ).toEqual([2, 1, 3, 0])
  })

  it('returns undefined if most letters differ', () => {
    expect(nearestName('verbose', ['trials', 'target'])).toBeUndefined()
    expect(nearestName('directon', ['direction', 'directions'])).toBe('direction')
  })
})
