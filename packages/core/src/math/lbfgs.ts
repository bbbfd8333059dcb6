/**
 * Minimisation within bounds by a projected limited-memory BFGS method: the two-loop recursion of Nocedal (1980) over
 * the variables that are free to move (two-metric projection: Bertsekas 1982; Gafni & Bertsekas 1984), and a search
 * along the projected direction for a point with sufficient decrease and flattened slope (weak Wolfe conditions, by the
 * bracketing of Lewis & Overton 2013). It solves the problem of Byrd, Lu, Nocedal & Zhu (1995) without their
 * generalised Cauchy point: few variables bind in our problems, and the projection handles these.
 */

import type { Cooperative } from './cooperative.ts'
import { clamp } from './safe-math.ts'

/**
 * Returns the value at `x` and writes its derivatives to `gradient`. The value is not finite where the function is
 * undefined.
 */
export type Objective = (x: Float64Array, gradient: Float64Array) => number

export interface LbfgsOptions {
  /** Lower bounds; −∞ for none. `upper` likewise. Default: no bounds. */
  readonly lower?: Float64Array
  readonly upper?: Float64Array
  /** Default: 100. */
  readonly maxIterations?: number
  /** Stops when no component of the projected gradient is larger. Default: 1e-6. */
  readonly gradientTolerance?: number
  /** Stops when an iteration improves the value by less than this share of max(|value|, 1). Default: 1e-10. */
  readonly valueTolerance?: number
  /** Number of steps in memory. Default: 10. */
  readonly memory?: number
}

export interface LbfgsResult {
  readonly x: Float64Array
  readonly value: number
  readonly iterations: number
  readonly evaluations: number
  /** Whether a tolerance was met; false if the iteration limit was reached or a line search failed. */
  readonly converged: boolean
}

/** Shares of the initial slope: sufficient decrease and curvature (Nocedal & Wright 2006, section 3.1). */
const DECREASE = 1e-4
const CURVATURE = 0.9
const MAX_SEARCH_STEPS = 25

type Vector = Float64Array<ArrayBuffer>

interface Point {
  readonly x: Vector
  readonly gradient: Vector
  readonly value: number
}

/** A step and the change of the gradient along it. */
interface Pair {
  readonly s: Vector
  readonly y: Vector
}

/** The feasible box. */
interface Box {
  project(xi: number, i: number): number
  /** Whether the coordinate can move in both directions. */
  inside(xi: number, i: number): boolean
  /** Whether the coordinate is at a bound that the gradient `g` pushes it against. */
  binds(xi: number, i: number, g: number): boolean
}

/** Minimises from `start`, which is projected onto the bounds. Each evaluation is a step. */
export function* minimizeBounded(
  objective: Objective,
  start: Float64Array,
  options: LbfgsOptions = {},
): Cooperative<LbfgsResult> {
  const { maxIterations = 100, gradientTolerance = 1e-6, valueTolerance = 1e-10, memory = 10 } = options
  const box = boxOf(options.lower, options.upper)
  let evaluations = 0
  const evaluate = (x: Vector): Point => {
    evaluations++
    const gradient = new Float64Array(x.length)
    const value = objective(x, gradient)
    return { x, gradient, value: gradient.every(Number.isFinite) ? value : Number.NaN }
  }
  const done = ({ x, value }: Point, iterations: number, converged: boolean): LbfgsResult =>
    Object.freeze({ x, value, iterations, evaluations, converged })

  let here = evaluate(Float64Array.from(start, box.project))
  if (!Number.isFinite(here.value)) return done(here, 0, false)
  let pairs: Pair[] = []
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const { x, gradient, value } = here
    // Length of the projected step along −gradient: 0 at a constrained minimum.
    const stationarity = x.reduce((high, xi, i) => Math.max(high, Math.abs(box.project(xi - gradient[i]!, i) - xi)), 0)
    if (stationarity <= gradientTolerance) return done(here, iteration, true)

    const bound = x.map((xi, i) => (box.binds(xi, i, gradient[i]!) ? 1 : 0))
    const next = yield* step(evaluate, here, descent(gradient, bound, pairs), pairs.length === 0, box)
    if (next === undefined) {
      // The remembered curvature misled the search: fall back to the gradient.
      if (pairs.length === 0) return done(here, iteration, false)
      pairs = []
      continue
    }
    const s = next.x.map((xi, i) => xi - x[i]!)
    const y = next.gradient.map((g, i) => g - gradient[i]!)
    if (inner(s, y) > 1e-10 * inner(y, y)) pairs = [...pairs, { s, y }].slice(-memory)
    here = next
    if (value - next.value <= valueTolerance * Math.max(1, Math.abs(next.value))) return done(here, iteration + 1, true)
  }
  return done(here, maxIterations, false)
}

function boxOf(lower: Float64Array | undefined, upper: Float64Array | undefined): Box {
  const low = (i: number) => lower?.[i] ?? Number.NEGATIVE_INFINITY
  const high = (i: number) => upper?.[i] ?? Number.POSITIVE_INFINITY
  return {
    project: (xi, i) => clamp(xi, low(i), high(i)),
    inside: (xi, i) => xi > low(i) && xi < high(i),
    binds: (xi, i, g) => (xi <= low(i) && g > 0) || (xi >= high(i) && g < 0),
  }
}

/** A better point along the projected direction; one that meets the weak Wolfe conditions, if found. */
function* step(
  evaluate: (x: Vector) => Point,
  { x, gradient, value }: Point,
  direction: Vector,
  first: boolean,
  box: Box,
): Cooperative<Point | undefined> {
  const slope = inner(direction, gradient)
  if (!(slope < 0)) return undefined
  let low = 0
  let high = Number.POSITIVE_INFINITY
  let best: Point | undefined
  // Without memory the direction has no scale: start with a step of at most length 1.
  let t = first ? Math.min(1, 1 / Math.sqrt(-slope)) : 1
  for (let tries = 0; tries < MAX_SEARCH_STEPS; tries++) {
    const there = evaluate(x.map((xi, i) => box.project(xi + t * direction[i]!, i)))
    yield
    // The decrease that the slope predicts over the projected step.
    const promised = there.x.reduce((sum, xi, i) => sum + (xi - x[i]!) * gradient[i]!, 0)
    if (there.value <= value + DECREASE * promised) {
      if (best === undefined || there.value < best.value) best = there
      const left = direction.reduce((sum, d, i) => sum + (box.inside(there.x[i]!, i) ? d * there.gradient[i]! : 0), 0)
      if (left >= CURVATURE * slope) return there
      low = t
    } else {
      high = t
    }
    if (high === Number.POSITIVE_INFINITY) t *= 2
    else if (best === undefined) t = vertex(t, there.value - value, slope)
    else t = (low + high) / 2
  }
  return best
}

/** The minimum of the parabola with slope `slope` at 0 and value `rise` at `t`, clamped to [0.1 t, 0.5 t]. */
function vertex(t: number, rise: number, slope: number): number {
  const minimum = (-slope * t * t) / (2 * (rise - slope * t))
  return Number.isFinite(minimum) ? clamp(minimum, 0.1 * t, 0.5 * t) : 0.1 * t
}

function inner(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, ai, i) => sum + ai * b[i]!, 0)
}

/** −H g by the two-loop recursion, in the subspace of the free variables. */
function descent(gradient: Vector, bound: Vector, pairs: readonly Pair[]): Vector {
  const free = (x: Vector) => x.map((xi, i) => (bound[i] ? 0 : xi))
  const q = free(gradient)
  const used: { s: Vector; y: Vector; curvature: number; alpha: number }[] = []
  for (const pair of pairs.toReversed()) {
    const [s, y] = [free(pair.s), free(pair.y)]
    const curvature = inner(s, y)
    if (!(curvature > 1e-12 * inner(y, y))) continue
    const alpha = inner(s, q) / curvature
    used.push({ s, y, curvature, alpha })
    for (let i = 0; i < q.length; i++) q[i] = q[i]! - alpha * y[i]!
  }
  const newest = used[0]
  const scale = newest ? newest.curvature / inner(newest.y, newest.y) : 1
  for (let i = 0; i < q.length; i++) q[i] = q[i]! * scale
  for (const { s, y, curvature, alpha } of used.toReversed()) {
    const beta = inner(y, q) / curvature
    for (let i = 0; i < q.length; i++) q[i] = q[i]! + (alpha - beta) * s[i]!
  }
  return q.map((qi) => -qi)
}
