import { cube, type Problem, realProblem } from './problem.ts'

/** Depths of the four wells. */
const ALPHA = [1, 1.2, 3, 3.2]

/** Widths and centers of the wells, one row for each. */
interface Wells {
  readonly widths: readonly (readonly number[])[]
  readonly centers: readonly (readonly number[])[]
}

const THREE: Wells = {
  widths: [
    [3, 10, 30],
    [0.1, 10, 35],
    [3, 10, 30],
    [0.1, 10, 35],
  ],
  centers: [
    [0.3689, 0.117, 0.2673],
    [0.4699, 0.4387, 0.747],
    [0.1091, 0.8732, 0.5547],
    [0.0381, 0.5743, 0.8828],
  ],
}

const SIX: Wells = {
  widths: [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
  ],
  centers: [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
  ],
}

// The minima of the literature, (0.114614, 0.555649, 0.852547) and (0.20169, 0.150011, 0.476874, 0.275332, 0.311652,
// 0.6573), refined by Newton's method with the exact Hessian until convergence.
const THREE_MINIMISER = [0.11458887665506895, 0.5556488946169301, 0.8525469846866774]
const SIX_MINIMISER = [
  0.20168951100670543, 0.15001069182345797, 0.476873974221897, 0.2753324304940561, 0.31165161660011326,
  0.6573005340656204,
]

/** Four wells in three dimensions: Hartman (1973), constants of Dixon & Szegő (1978). */
export function hartmann3(): Problem {
  return hartmann('Hartmann-3', THREE, THREE_MINIMISER, -3.8627797873326624)
}

/** Four wells in six dimensions, one of them narrow and deepest: Hartman (1973), constants of Dixon & Szegő (1978). */
export function hartmann6(): Problem {
  return hartmann('Hartmann-6', SIX, SIX_MINIMISER, -3.322368011415515)
}

function hartmann(name: string, wells: Wells, minimizer: readonly number[], optimum: number): Problem {
  return realProblem(name, {
    bounds: cube(minimizer.length, 0, 1),
    optimum,
    minimizers: [minimizer],
    value: (x) => -ALPHA.reduce((sum, alpha, well) => sum + alpha * Math.exp(-squaredDistance(x, wells, well)), 0),
  })
}

function squaredDistance(x: Float64Array, { widths, centers }: Wells, well: number): number {
  const [width, center] = [widths[well] as readonly number[], centers[well] as readonly number[]]
  return x.reduce((sum, xi, i) => sum + (width[i] as number) * (xi - (center[i] as number)) ** 2, 0)
}
