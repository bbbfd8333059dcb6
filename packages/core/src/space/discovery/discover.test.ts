import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldIn, keyFromSeed, type RandomStream, randomStream } from '../../math/random.ts'
import { encodeParams } from '../encode.ts'
import type { Json } from '../json-value.ts'
import { domainOf } from '../parameters/domain.ts'
import { boolean, choice, float, int, type Parameter } from '../parameters/parameter.ts'
import type { Params } from '../params.ts'
import { type Discovery, discover, discoveredSpace, nothingDiscovered, observe } from './discover.ts'

/** The interface of a define-by-run trial. */
type Ask = (name: string, parameter: Parameter) => Json
type Objective = (ask: Ask) => void

/** The parameters that a trial asked for, and their random values. */
function trial(objective: Objective, stream: RandomStream) {
  const params: Record<string, Json> = {}
  const found: Record<string, Parameter> = {}
  objective((name, parameter) => {
    found[name] = parameter
    if (!Object.hasOwn(params, name)) params[name] = domainOf(parameter).fromUnit(stream.uniform())
    return params[name] as Json
  })
  return { params, found }
}

/** The discovery after consecutive trials, and their params. */
function run(objective: Objective, trials: number, seed = 1) {
  let discovery: Discovery = nothingDiscovered
  const all: Params[] = []
  for (let number = 0; number < trials; number += 1) {
    const { params, found } = trial(objective, randomStream(foldIn(keyFromSeed(seed), number)))
    discovery = observe(discover(discovery, found), params)
    all.push(params)
  }
  return { discovery, all, space: discoveredSpace(discovery) }
}

const conditionsOf = (objective: Objective, trials = 60) =>
  Object.fromEntries(
    run(objective, trials).space.dimensions.map(({ name, conditions, optional }) => [
      name,
      optional ? 'optional' : conditions,
    ]),
  )

describe('a discovered space', () => {
  it('starts empty, and lists what was asked for in order', () => {
    expect(discoveredSpace(nothingDiscovered).dimensions).toEqual([])
    const objective: Objective = (ask) => [ask('lr', float(1e-5, 1, { log: true })), ask('units', int(1, 9))]
    expect(run(objective, 1).space.dimensions.map(({ id, optional }) => [id, optional])).toEqual([
      ['lr', false],
      ['units', false],
    ])
  })

  it('finds branches', () => {
    const objective: Objective = (ask) => {
      ask('activation', choice(['relu', 'tanh']))
      if (ask('optimizer', choice(['sgd', 'adam', 'lbfgs'])) === 'sgd') ask('momentum', float(0, 1))
      else if (ask('amsgrad', boolean()) === true) ask('beta', float(0, 1))
      ask('last', int(1, 3))
    }
    expect(conditionsOf(objective)).toEqual({
      activation: [],
      optimizer: [],
      momentum: [{ parameter: 'optimizer', test: { in: ['sgd'] } }],
      amsgrad: [{ parameter: 'optimizer', test: { in: ['adam', 'lbfgs'] } }],
      beta: [{ parameter: 'amsgrad', test: { in: [true] } }],
      last: [],
    })
  })

  it('ignores a parent that is present exactly with the parameter', () => {
    // c is present whenever n is: n explains nothing, a does.
    const objective: Objective = (ask) => {
      if (ask('a', boolean()) !== true) return
      ask('n', int(1, 2))
      ask('x', float(0, 1))
      ask('c', boolean())
    }
    const underA = [{ parameter: 'a', test: { in: [true] } }]
    expect(conditionsOf(objective)).toEqual({ a: [], n: underA, x: underA, c: underA })
  })

  it('finds loops', () => {
    const objective: Objective = (ask) => {
      const layers = ask('layers', int(1, 4)) as number
      for (let layer = 0; layer < layers; layer += 1) ask(`units${layer}`, int(8, 64, { step: 8 }))
    }
    expect(conditionsOf(objective)).toEqual({
      layers: [],
      units0: [],
      units1: [{ parameter: 'layers', test: { atLeast: 2 } }],
      units2: [{ parameter: 'layers', test: { atLeast: 3 } }],
      units3: [{ parameter: 'layers', test: { atLeast: 4 } }],
    })
  })

  it('finds single integers, upper bounds and thresholds of numbers', () => {
    expect(
      conditionsOf((ask) => {
        if (ask('kernel', int(1, 7, { step: 2 })) === 3) ask('dilation', int(1, 2))
        if ((ask('depth', int(1, 9)) as number) <= 4) ask('width', int(1, 2))
      }),
    ).toMatchObject({
      dilation: [{ parameter: 'kernel', test: { in: [3] } }],
      width: [{ parameter: 'depth', test: { atMost: 4 } }],
    })
    const borders = conditionsOf((ask) => {
      if ((ask('rate', float(0, 1)) as number) >= 0.3) ask('dropout', boolean())
    }, 200)
    expect(borders).toEqual({
      rate: [],
      dropout: [{ parameter: 'rate', test: { atLeast: expect.closeTo(0.3, 1) as number } }],
    })
  })

  it('counts trials before the first appearance', () => {
    // adam is tried first: momentum appears in the second trial only.
    const trials: Params[] = [{ o: 'adam' }, { o: 'sgd', m: 0.5 }]
    const found = [{ o: choice(['adam', 'sgd', 'none']) }, { o: choice(['adam', 'sgd', 'none']), m: float(0, 1) }]
    const discovery = trials.reduce(
      (before, params, index) => observe(discover(before, found[index] as Record<string, Parameter>), params),
      nothingDiscovered,
    )
    // Values not seen yet count as using it.
    expect(discoveredSpace(discovery).dimensions[1]?.conditions).toEqual([
      { parameter: 'o', test: { in: ['sgd', 'none'] } },
    ])
  })

  it('prefers the explanation with the most evidence', () => {
    // With two trials `a` explains `c` as well as `b` does; the nearest is chosen. The third distinguishes them.
    const parameters = { a: boolean(), b: boolean(), c: boolean() }
    const after = (...trials: Params[]) =>
      discoveredSpace(
        trials.reduce<Discovery>(
          (before, params) =>
            observe(
              discover(before, Object.fromEntries(Object.keys(params).map((name) => [name, parameters[name as 'a']]))),
              params,
            ),
          nothingDiscovered,
        ),
      )
    const first: Params[] = [
      { a: true, b: true, c: true },
      { a: false, b: false },
    ]
    const parentOf = (...more: Params[]) => after(...first, ...more).dimensions[2]?.conditions[0]?.parameter
    expect(parentOf()).toBe('b')
    expect(parentOf({ a: true, b: false, c: true })).toBe('a')
    expect(parentOf({ a: true, b: false })).toBe('b')
  })

  it('marks a parameter optional if no single parameter explains it, and such trials still fit', () => {
    const objective: Objective = (ask) => {
      const [a, b] = [ask('a', boolean()), ask('b', boolean())]
      if (a === b) ask('c', boolean())
    }
    const { space, all } = run(objective, 40)
    expect(space.dimensions.map(({ optional }) => optional)).toEqual([false, false, true])
    expect(all.every((params) => encodeParams(space, params) !== undefined)).toBe(true)
  })

  it('does not depend on a parameter that was absent', () => {
    // x occurs with every tree and every poly; poly alone cannot explain it.
    const objective: Objective = (ask) => {
      const model = ask('model', choice(['svm', 'tree']))
      const kernel = model === 'svm' ? ask('kernel', choice(['poly', 'rbf'])) : undefined
      if (model === 'tree' || kernel === 'poly') ask('x', boolean())
    }
    expect(conditionsOf(objective)).toMatchObject({ x: 'optional' })
  })

  it('fits every trial, whatever the objective, unless it drops a parameter of the trial', () => {
    fc.assert(
      fc.property(fc.gen(), fc.integer({ min: 1, max: 40 }), fc.nat(), (g, trials, seed) => {
        const objective = drawObjective(g)
        const { space, all } = run(objective, trials, seed)
        const isKnown = new Set(space.dimensions.map(({ name }) => name))
        for (const params of all) {
          if (encodeParams(space, params) !== undefined) continue
          const dropped = Object.keys(params).filter((name) => !isKnown.has(name))
          expect(Math.min(...dropped.map((name) => chanceOfAbsence(name, all))), JSON.stringify(params)).toBeLessThan(
            1e-3,
          )
        }
      }),
      // Shrinking a tree of questions takes minutes.
      { numRuns: 300, endOnFailure: true },
    )
  })
})

/**
 * The probability that chance leaves a parameter out of as many trials as lack it at the end, after the trials before,
 * if all shares are equally likely.
 */
function chanceOfAbsence(name: string, trials: readonly Params[]): number {
  const last = trials.findLastIndex((params) => Object.hasOwn(params, name))
  let without = trials.slice(0, last).filter((params) => !Object.hasOwn(params, name)).length
  let chance = 1
  for (let seen = last + 1; seen < trials.length; seen += 1) {
    chance *= (without + 1) / (seen + 2)
    without += 1
  }
  return chance
}

/** A random tree of questions, each asked only after certain answers to earlier ones. */
function drawObjective(g: fc.GeneratorValue): Objective {
  const questions = Array.from({ length: g(fc.integer, { min: 1, max: 7 }) }, (_, index) => ({
    name: `p${index}`,
    parameter: g(() =>
      fc.constantFrom<Parameter[]>(boolean(), choice(['x', 'y', 'z']), int(1, 4), int(1, 500), float(0, 1)),
    ),
    needs: Array.from({ length: g(fc.nat, 2) }, () => ({ parent: `p${g(fc.nat, 7)}`, part: g(fc.nat, 3) })),
  }))
  return (ask) => {
    const units = new Map<string, number>()
    for (const { name, parameter, needs } of questions) {
      if (!needs.every(({ parent, part }) => !units.has(parent) || (units.get(parent) as number) * 4 >= part)) continue
      units.set(name, domainOf(parameter).toUnit(ask(name, parameter)))
    }
  }
}

describe('discover', () => {
  it('does not modify its argument', () => {
    const once = discover(nothingDiscovered, { x: int(1, 4) })
    expect(discover(once, { x: boolean() }).parameters.get('x')).toEqual(boolean())
    expect(once.parameters.get('x')).toEqual(int(1, 4))
  })

  it('returns the same object if nothing is new', () => {
    const once = discover(nothingDiscovered, { x: int(1, 4) })
    expect(discover(once, { x: int(1, 4) })).toBe(once)
    expect(discover(once, {})).toBe(once)
  })

  it('accepts names such as constructor and toString', () => {
    const { space } = run((ask) => {
      if (ask('constructor', boolean()) === true) ask('toString', boolean())
    }, 20)
    expect(space.dimensions.map(({ name }) => name)).toEqual(['constructor', 'toString'])
    expect(space.dimensions[1]?.conditions[0]?.parameter).toBe('constructor')
  })
})

describe('observe', () => {
  it('returns the same object after enough trials', () => {
    const objective: Objective = (ask) => {
      for (let layer = 0; layer < (ask('layers', int(1, 3)) as number); layer += 1) ask(`units${layer}`, int(1, 1000))
      if (ask('optimizer', choice(['sgd', 'adam'])) === 'sgd') ask('momentum', float(0, 1))
    }
    let { discovery } = run(objective, 2000)
    let changes = 0
    for (let number = 2000; number < 2200; number += 1) {
      const { params, found } = trial(objective, randomStream(foldIn(keyFromSeed(1), number)))
      const after = observe(discover(discovery, found), params)
      if (after !== discovery) changes += 1
      discovery = after
    }
    // Occasionally a number is a new minimum or maximum.
    expect(changes).toBeLessThan(20)
    const settled = observe(discovery, {})
    expect(observe(settled, {})).toBe(settled)
  })

  it('does not modify its argument', () => {
    const before = discover(nothingDiscovered, { a: boolean(), b: boolean() })
    const after = observe(before, { a: true })
    expect(discoveredSpace(before).dimensions[1]?.optional).toBe(false)
    expect(discoveredSpace(after).dimensions[1]?.optional).toBe(true)
  })
})
