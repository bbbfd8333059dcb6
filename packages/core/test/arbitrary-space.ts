import fc from 'fast-check'
import type { Key } from '../src/math/random.ts'
import type { ConditionTest } from '../src/space/conditions/conditional.ts'
import type { Json } from '../src/space/json-value.ts'
import { domainOf } from '../src/space/parameters/domain.ts'
import {
  boolean,
  type Conditional,
  choice,
  distribution,
  fixed,
  float,
  int,
  ordinal,
  type Parameter,
  type Shape,
  when,
} from '../src/space/parameters/parameter.ts'
import { type SearchSpace, space } from '../src/space/search-space.ts'

/** Any JSON value that a choice may hold. */
export const arbitraryJson = fc
  .jsonValue({ maxDepth: 2, stringUnit: 'grapheme' })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('__proto__', 'proto')) as Json)

/** A random key, for streams. */
export const arbitraryKey: fc.Arbitrary<Key> = fc.tuple(fc.nat(), fc.nat())

/** Decimal numbers as written by hand: few digits, any exponent. */
export const arbitraryDecimal = (maxExponent: number) =>
  fc
    .tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: -maxExponent, max: maxExponent }))
    .map(([digits, exponent]) => Number(`${digits}e${exponent}`))

const scales = fc.constantFrom('linear', 'log', 'reverse-log')

/** Integer parameters of every scale. */
export const arbitraryInt = fc
  .record({
    low: fc.integer({ min: -50, max: 50 }),
    length: fc.integer({ min: 0, max: 40 }),
    step: fc.integer({ min: 1, max: 7 }),
    scale: scales,
  })
  .map(({ low, length, step, scale }) => {
    const start = scale === 'linear' ? low : Math.abs(low) + 1
    return int(start, start + length, { step: Math.min(step, Math.max(1, length)), scale })
  })

/** Float parameters with a step. */
export const arbitraryStepped = fc
  .tuple(
    arbitraryDecimal(3),
    fc.integer({ min: 1, max: 999 }),
    fc.integer({ min: -3, max: 3 }),
    fc.integer({ min: 1, max: 30 }),
  )
  .map(([low, digits, exponent, count]) => {
    const step = Number(`${digits}e${exponent}`)
    return float(low, low + step * (count + 0.5), { step })
  })

/** Continuous float parameters of every scale. */
export const arbitraryContinuous = fc
  .tuple(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.double({ min: 1e-3, max: 1e6, noNaN: true }), scales)
  .map(([low, length, scale]) => float(scale === 'linear' ? low - 5e5 : low, low + length, { scale }))

/** Multiples of a number, on every scale. The range need not begin or end at one. */
export const arbitraryMultiples = fc
  .record({
    factor: fc.constantFrom(0.1, 0.25, 1, 3, 8, Math.PI),
    low: fc.integer({ min: -20, max: 20 }),
    length: fc.integer({ min: 1, max: 40 }),
    offset: fc.double({ min: 0, max: 0.9, noNaN: true }),
    scale: scales,
  })
  .map(({ factor, low, length, offset, scale }) => {
    const start = (scale === 'linear' ? low : Math.abs(low) + 1) - offset
    return float(start * factor, (start + length) * factor, { multipleOf: factor, scale })
  })

/** Integers with a prior whose tails are outside the range. */
export const arbitraryIntWithPrior = fc
  .record({
    low: fc.integer({ min: 0, max: 50 }),
    length: fc.integer({ min: 1, max: 30 }),
    step: fc.integer({ min: 1, max: 3 }),
    kind: fc.constantFrom('normal', 'logNormal', 'beta'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ low, length, step, kind, at }) => {
    const middle = low + 1 + at * length
    const priors = {
      normal: { normal: { mean: middle, sd: length / 3 } },
      logNormal: { logNormal: { mean: Math.log(middle), sd: 2 } },
      beta: { beta: { a: 0.5 + at, b: 1.5 } },
    }
    return int(low + 1, low + 1 + length, {
      step: Math.min(step, length),
      prior: distribution(priors[kind as keyof typeof priors]),
    })
  })

/** Choices whose values are not equally likely. */
export const arbitraryWeighted = fc
  .uniqueArray(fc.tuple(fc.integer(), fc.double({ min: 1e-3, max: 1e3, noNaN: true })), {
    minLength: 2,
    maxLength: 5,
    selector: ([value]) => value,
  })
  .map((pairs) =>
    choice(
      pairs.map(([value]) => value),
      { weights: pairs.map(([, weight]) => weight) },
    ),
  )

const discrete: fc.Arbitrary<Parameter> = fc.oneof(
  arbitraryInt,
  arbitraryStepped,
  arbitraryMultiples,
  arbitraryIntWithPrior,
  arbitraryWeighted,
  fc
    .uniqueArray(arbitraryJson, { minLength: 1, maxLength: 4, selector: (value) => JSON.stringify(value) })
    .chain((values) =>
      fc.constantFrom<Parameter>(choice(distinct(values)), ordinal(distinct(values)), fixed(values[0] as Json)),
    ),
  fc.constantFrom(boolean(), boolean({ default: true })),
)

/** Values that differ even if the order of keys is ignored. */
function distinct(values: readonly Json[]): readonly Json[] {
  return values.filter((value, index) => {
    try {
      choice([...values.slice(0, index), value])
      return true
    } catch {
      return false
    }
  })
}

/** Generates a value of an arbitrary: the type of `fc.gen()`. */
export type Draw = <T>(make: () => fc.Arbitrary<T>) => T

/**
 * A random space with nested branches, names that occur in several branches, and parameters under `when`.
 *
 * @param g - The generator function of `fc.gen()`.
 */
export function drawSpace(g: fc.GeneratorValue, options: { finite?: boolean; depth?: number } = {}): SearchSpace {
  return space(drawShape(g, 'p', options.depth ?? 2, options.finite === true))
}

// Ordinary names, non-ASCII and integer-like ones, and properties of Object.prototype.
const LETTERS = ['a', 'b', 'constructor', 'é😀 ש', 'toString', '1']

function drawShape(g: fc.GeneratorValue, prefix: string, depth: number, finite: boolean): Shape {
  const shape: Record<string, Parameter | Conditional> = {}
  const letters = g(fc.subarray, LETTERS, { minLength: 1, maxLength: 4 })
  const parents: [string, Parameter][] = []
  for (const letter of letters) {
    const name = depth === 2 && letter.length > 1 ? letter : `${prefix}${letter}`
    const parameter = drawParameter(g, name, depth, finite)
    const parent = parents.length > 0 && g(fc.boolean) ? g(() => fc.constantFrom(...parents)) : undefined
    shape[name] = parent ? when({ [parent[0]]: drawTest(g, parent[1]) }, parameter) : parameter
    // Integer-like names come first in every object, so here they have no dependencies and no dependents.
    parents.push([name, parameter])
  }
  return shape
}

function drawParameter(g: fc.GeneratorValue, name: string, depth: number, finite: boolean): Parameter {
  const kind = g(fc.nat, 5)
  if (kind <= 1 && depth > 0) {
    const options = g(fc.subarray, ['x', 'y', 'z'], { minLength: 1 })
    // The same inner names in every option: some with equal parameters, some not.
    const shared = g(() => discrete)
    return choice(
      Object.fromEntries(
        options.map((option) => {
          const inner = g(fc.boolean) ? drawShape(g, `${name}.`, depth - 1, finite) : {}
          return [option, g(fc.boolean) ? { ...inner, [`${name}.shared`]: shared } : inner]
        }),
      ),
    )
  }
  return !finite && kind === 2 ? g(() => arbitraryContinuous) : g(() => discrete)
}

function drawTest(g: fc.GeneratorValue, parent: Parameter): ConditionTest {
  switch (parent.kind) {
    case 'float':
    case 'int': {
      const middle = parent.low + (parent.high - parent.low) / 2
      const { valueAt, levels } = domainOf(parent)
      const first = levels === Number.POSITIVE_INFINITY ? parent.low : (valueAt(0) as number)
      const bound = parent.multipleOf === undefined ? middle : first
      return g(() => fc.constantFrom({ atLeast: bound }, { atMost: bound }, { in: [first] }))
    }
    case 'boolean':
      return g(fc.boolean)
    case 'fixed':
      return { in: [parent.value] }
    default:
      return { in: g(fc.subarray, [...parent.values], { minLength: 1 }) }
  }
}
