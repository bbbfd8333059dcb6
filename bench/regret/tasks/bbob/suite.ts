/**
 * The 24 noiseless functions of BBOB: Hansen, Finck, Ros & Auger, "Real-parameter black-box optimization benchmarking
 * 2009: noiseless functions definitions" (INRIA RR-6829, 2009), instance by instance as the COCO platform publishes
 * them.
 */
import { type BbobFunction, type Ingredients, ingredients } from './function.ts'
import { bentCigar, differentPowers, discus, ellipsoid, sharpRidge } from './ill-conditioned.ts'
import { optimalPoint, optimalValue } from './instance-random.ts'
import { attractiveSector, rosenbrock, rotatedRosenbrock, stepEllipsoid } from './moderate.ts'
import { griewankRosenbrock, rastrigin, schaffers, weierstrass } from './multimodal.ts'
import { buecheRastrigin, linearSlope, separableEllipsoid, separableRastrigin, sphere } from './separable.ts'
import { FEW_PEAKS, gallagher, katsuura, lunacek, MANY_PEAKS, schwefel } from './weak-structure.ts'

const FUNCTIONS: readonly ((parts: Ingredients) => BbobFunction)[] = [
  sphere,
  separableEllipsoid,
  separableRastrigin,
  buecheRastrigin,
  linearSlope,
  attractiveSector,
  stepEllipsoid,
  rosenbrock,
  rotatedRosenbrock,
  ellipsoid,
  discus,
  (parts) => bentCigar(parts, optimalPoint(parts.dimensions, parts.seed + 1_000_000)),
  sharpRidge,
  differentPowers,
  rastrigin,
  weierstrass,
  (parts) => schaffers(parts, 10),
  (parts) => schaffers(parts, 1_000),
  griewankRosenbrock,
  schwefel,
  (parts) => gallagher(parts, MANY_PEAKS),
  (parts) => gallagher(parts, FEW_PEAKS),
  katsuura,
  lunacek,
]

export const FUNCTION_COUNT = FUNCTIONS.length

/** Functions with the seed of another one: f4 with that of f3, f18 with that of f17. */
const SEEDS: { readonly [number: number]: number } = { 4: 3, 18: 17 }

/** A function with its additive constant. */
export interface BbobProblem extends BbobFunction {
  readonly optimalValue: number
}

/**
 * A function of the suite.
 *
 * @param number - From 1 to 24.
 * @param dimensions - At least 2.
 * @param instance - At least 1: determines the optimum, the rotation, and the optimal value.
 */
export function bbobFunction(number: number, dimensions: number, instance: number): BbobProblem {
  const seed = (SEEDS[number] ?? number) + 10_000 * instance
  const make = FUNCTIONS[number - 1] as (typeof FUNCTIONS)[number]
  const { optimum, value } = make(ingredients(dimensions, seed))
  const constant = optimalValue(seed)
  return Object.freeze({ optimum, optimalValue: constant, value: (x: Float64Array) => value(x) + constant })
}
