import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryKey, drawSpace } from '../../test/arbitrary-space.ts'
import { boolean, choice, float, int, when } from './parameters/parameter.ts'
import { sampleParams } from './sample.ts'
import { buildSpace, space } from './search-space.ts'
import { isValidParams, validateParams } from './validate.ts'

const search = space(
  {
    lr: float(0, 1),
    model: choice({ net: { layers: int(1, 3) }, tree: { depth: int(2, 8) } }),
    bias: when({ layers: { atLeast: 2 } }, boolean()),
  },
  {
    constraints: [
      { description: 'lr is small for deep trees', holds: (p) => p.model !== 'tree' || p.depth < 8 || p.lr < 0.5 },
    ],
  },
)

/** The message of the error, without its advice. */
function problems(given: unknown, options?: { partial?: boolean }): string {
  try {
    validateParams(search, given, options)
  } catch (error) {
    expect(error).toMatchObject({ name: 'SweetspotError', code: 'ERR_INVALID_PARAMS' })
    return (error as Error).message.replace(/ Pass a value within range.*/, '')
  }
  return ''
}

describe('validateParams', () => {
  it('returns a frozen copy', () => {
    const given = { lr: 0.5, model: 'net', layers: 2, bias: true }
    const params = validateParams(search, given)
    expect(params).toEqual(given)
    expect(params).not.toBe(given)
    expect(Object.isFrozen(params)).toBe(true)
  })

  it('lists all problems', () => {
    expect(problems({ lr: 2, model: 'tree', layers: 1, colour: 'red' })).toBe(
      'These params do not fit: lr cannot be 2 (a number from 0 to 1); depth is missing (an integer from 2 to 8); ' +
        'layers is inactive here; "colour" is not a parameter.',
    )
    expect(problems({ lr: Number.NaN, model: 'tree', depth: 2n })).toBe(
      'These params do not fit: "lr" cannot be NaN, which is not a JSON value; ' +
        '"depth" cannot be 2n, which is not a JSON value.',
    )
    expect(problems({ lr: 0.5, model: 'tree', depth: 8 })).toBe(
      'These params do not fit: the constraint "lr is small for deep trees" is violated.',
    )
  })

  it('does not report consequences of a problem', () => {
    // The parameters of an impossible model are unknown.
    expect(problems({ lr: 0, model: 'forest', depth: 3 })).toBe(
      'These params do not fit: model cannot be "forest" (one of "net", "tree").',
    )
    expect(problems({ lr: 0, depth: 3 })).toBe('These params do not fit: model is missing (one of "net", "tree").')
  })

  it('throws unless params are an object', () => {
    for (const given of [null, undefined, 1, 'lr', [], () => 1, new Map(), Object.create({ lr: 1 })]) {
      expect(problems(given)).toContain('Expected params to be an object')
    }
    expect(problems(JSON.parse('{"__proto__":1}'))).toContain('"__proto__" is not a parameter')
    expect(problems({ lr: 0, model: 'net', layers: 1, constructor: 1 })).toContain('"constructor" is not a parameter')
  })

  it('truncates long values and names', () => {
    expect(problems({ ['x'.repeat(2 ** 20)]: 'y'.repeat(2 ** 20), model: 'z'.repeat(2 ** 20) }).length).toBeLessThan(
      1000,
    )
  })

  it('accepts partial params', () => {
    for (const given of [
      {},
      { lr: 1 },
      { model: 'net' },
      { layers: 3 },
      { depth: 3, lr: 0 },
      { bias: true },
      { layers: 2, bias: true },
    ]) {
      expect(validateParams(search, given, { partial: true })).toEqual(given)
    }
  })

  it('throws for partial params that cannot be completed', () => {
    const partial = (given: unknown) => problems(given, { partial: true })
    expect(partial({ lr: 2 })).toContain('lr cannot be 2')
    expect(partial({ depth: 9 })).toContain('depth cannot be 9')
    expect(partial({ model: 'net', depth: 3 })).toContain('depth is inactive here')
    expect(partial({ model: 'tree', bias: true })).toContain('bias is inactive here')
    expect(partial({ layers: 1, bias: true })).toContain('bias is inactive here')
    expect(partial({ colour: 1 })).toContain('not a parameter')
    // Constraints are checked for complete params only.
    expect(partial({ lr: 1, model: 'tree', depth: 8 })).toBe('')
  })

  it('accepts a value that one of several branches allows, until the branch is known', () => {
    const branches = space({ m: choice({ a: { x: int(1, 3) }, b: { x: float(0, 1) } }) })
    const partial = (given: unknown) => () => validateParams(branches, given, { partial: true })
    expect(partial({ x: 0.5 })()).toEqual({ x: 0.5 })
    expect(partial({ x: 4 })).toThrow('x cannot be 4 (an integer from 1 to 3 or a number from 0 to 1)')
    expect(partial({ m: 'a', x: 0.5 })).toThrow('x cannot be 0.5 (an integer from 1 to 3)')
  })

  it('accepts absent optional parameters', () => {
    const optional = buildSpace([{ name: 'x', parameter: int(1, 2), conditions: [], optional: true }])
    expect(validateParams(optional, {})).toEqual({})
    expect(() => validateParams(optional, { x: 3 })).toThrow('x cannot be 3')
  })

  it('agrees with isValidParams for any params of any space', () => {
    const corruptions = fc.constantFrom('none', 'drop', 'add', 'change')
    fc.assert(
      fc.property(fc.gen(), arbitraryKey, corruptions, fc.nat(), (g, key, corruption, which) => {
        const any = drawSpace(g)
        const params: Record<string, unknown> = { ...sampleParams(any, key) }
        const names = Object.keys(params)
        const name = names[which % names.length] as string
        if (corruption === 'drop') delete params[name]
        if (corruption === 'add') params.surplus = 1
        if (corruption === 'change') params[name] = 'not a value'
        const valid = isValidParams(any, params as never)
        if (corruption === 'none') expect(valid).toBe(true)
        if (corruption === 'drop' || corruption === 'add') expect(valid).toBe(false)
        if (valid) expect(validateParams(any, params)).toEqual(params)
        else expect(() => validateParams(any, params)).toThrow('These params do not fit')
        // Any subset of valid params is valid with partial: true.
        const part = Object.fromEntries(names.filter((_, index) => (which >> index) & 1).map((n) => [n, params[n]]))
        if (valid) expect(validateParams(any, part, { partial: true })).toEqual(part)
      }),
      { numRuns: 300 },
    )
  })
})

describe('isValidParams', () => {
  it('returns false for other values', () => {
    for (const given of [null, undefined, 1, [], { lr: 2 }, {}])
      expect(isValidParams(search, given as never)).toBe(false)
    expect(isValidParams(search, { lr: 0.9, model: 'tree', depth: 8 })).toBe(false)
    expect(isValidParams(search, { lr: 0.9, model: 'tree', depth: 7 })).toBe(true)
  })
})
