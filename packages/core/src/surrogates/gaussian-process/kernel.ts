/**
 * The covariance of two points: s · Matérn-5/2(r) + v · ⟨x − ½, x′ − ½⟩, with r² = Σ (x_j − x′_j)²/ℓ_j² over numbers
 * plus Σ [x_j ≠ x′_j]/ℓ_j² over categories. The linear part, over numbers only, models trends across the space.
 *
 * Rasmussen & Williams, "Gaussian processes for machine learning" (2006), chapters 4 and 5. Every loop over pairs of
 * points is in this file.
 */
import type { ColumnKind } from '../surrogate.ts'

/** The columns of a feature matrix, by kind. */
export interface Columns {
  readonly count: number
  readonly numbers: Int32Array
  readonly categories: Int32Array
}

export interface Hyperparameters {
  /** ℓ of each column, in units of the feature. */
  readonly lengthScales: Float64Array
  /** s, the variance of the Matérn part. */
  readonly signalVariance: number
  /** v, the variance of the slopes of the linear part. */
  readonly linearVariance: number
  /** σ², the variance of the noise of a measurement. */
  readonly noiseVariance: number
}

export function columnsOf(kinds: readonly ColumnKind[]): Columns {
  const of = (kind: ColumnKind) => Int32Array.from(kinds.flatMap((k, j) => (k === kind ? [j] : [])))
  return Object.freeze({ count: kinds.length, numbers: of('number'), categories: of('category') })
}

const inverseSquares = (h: Hyperparameters): Float64Array => h.lengthScales.map((length) => 1 / (length * length))

/** r² between the row of a at offset `ai` and the row of b at offset `bi`. */
function squaredDistance(
  a: Float64Array,
  ai: number,
  b: Float64Array,
  bi: number,
  { numbers, categories }: Columns,
  weights: Float64Array,
): number {
  let sum = 0
  for (let k = 0; k < numbers.length; k++) {
    const j = numbers[k]!
    const difference = a[ai + j]! - b[bi + j]!
    sum += difference * difference * weights[j]!
  }
  for (let k = 0; k < categories.length; k++) {
    const j = categories[k]!
    if (a[ai + j] !== b[bi + j]) sum += weights[j]!
  }
  return sum
}

/** ⟨x − ½, x′ − ½⟩ over numbers. */
function centeredProduct(a: Float64Array, ai: number, b: Float64Array, bi: number, { numbers }: Columns): number {
  let sum = 0
  for (let k = 0; k < numbers.length; k++) {
    const j = numbers[k]!
    sum += (a[ai + j]! - 0.5) * (b[bi + j]! - 0.5)
  }
  return sum
}

/** The prior variance of the objective at each of `count` points: s + v‖x − ½‖². */
export function priorVariances(x: Float64Array, count: number, columns: Columns, h: Hyperparameters): Float64Array {
  const d = columns.count
  const variances = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    variances[i] = h.signalVariance + h.linearVariance * centeredProduct(x, i * d, x, i * d, columns)
  }
  return variances
}

/** The covariances of the points of a and those of b, of shape [countA, countB]. */
export function crossCovariance(
  a: Float64Array,
  countA: number,
  b: Float64Array,
  countB: number,
  columns: Columns,
  h: Hyperparameters,
): Float64Array {
  const d = columns.count
  const weights = inverseSquares(h)
  const result = new Float64Array(countA * countB)
  for (let i = 0; i < countA; i++) {
    for (let j = 0; j < countB; j++) {
      const u = Math.sqrt(5 * squaredDistance(a, i * d, b, j * d, columns, weights))
      result[i * countB + j] =
        h.signalVariance * (1 + u + (u * u) / 3) * Math.exp(-u) +
        h.linearVariance * centeredProduct(a, i * d, b, j * d, columns)
    }
  }
  return result
}

/**
 * Writes the covariance of n measurements, noise included, to both triangles of the n × n `covariance`.
 *
 * @param slopes if given, an n × n matrix whose lower triangle receives (1 + u)e⁻ᵘ, u = √5 r, for the gradient.
 */
export function fillCovariance(
  x: Float64Array,
  n: number,
  columns: Columns,
  h: Hyperparameters,
  covariance: Float64Array,
  slopes?: Float64Array,
): void {
  const d = columns.count
  const weights = inverseSquares(h)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const u = Math.sqrt(5 * squaredDistance(x, i * d, x, j * d, columns, weights))
      const decay = Math.exp(-u)
      const value =
        h.signalVariance * (1 + u + (u * u) / 3) * decay +
        h.linearVariance * centeredProduct(x, i * d, x, j * d, columns)
      covariance[i * n + j] = value
      covariance[j * n + i] = value
      if (slopes) slopes[i * n + j] = (1 + u) * decay
    }
    covariance[i * n + i] =
      h.signalVariance + h.linearVariance * centeredProduct(x, i * d, x, i * d, columns) + h.noiseVariance
  }
}

/**
 * Adds ½ Σᵢⱼ Wᵢⱼ ∂Kᵢⱼ/∂θ to `gradient`, where θ are the logarithms of the length scales, s, v and σ² in this order.
 *
 * @param weights the symmetric W; only the lower triangle is read.
 * @param covariance the covariance; only the strict upper triangle is read, so the lower one may hold the Cholesky
 *   factor.
 * @param slopes as filled by {@link fillCovariance}.
 */
export function addCovarianceGradient(
  x: Float64Array,
  n: number,
  columns: Columns,
  h: Hyperparameters,
  weights: Float64Array,
  covariance: Float64Array,
  slopes: Float64Array,
  gradient: Float64Array,
): void {
  const d = columns.count
  const { numbers, categories } = columns
  const byColumn = new Float64Array(d)
  let bySignal = 0
  let byLinear = 0
  let byNoise = 0
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const w = weights[i * n + j]!
      // d Matérn / d(r²) = −5/6 (1 + u)e⁻ᵘ, and d(r²)/d(log ℓ) = −2 (x − x′)²/ℓ².
      const pull = w * slopes[i * n + j]!
      for (let k = 0; k < numbers.length; k++) {
        const c = numbers[k]!
        const difference = x[i * d + c]! - x[j * d + c]!
        byColumn[c] = byColumn[c]! + pull * difference * difference
      }
      for (let k = 0; k < categories.length; k++) {
        const c = categories[k]!
        if (x[i * d + c] !== x[j * d + c]) byColumn[c] = byColumn[c]! + pull
      }
      const linear = h.linearVariance * centeredProduct(x, i * d, x, j * d, columns)
      bySignal += w * (covariance[j * n + i]! - linear)
      byLinear += w * linear
    }
    const half = weights[i * n + i]! / 2
    bySignal += half * h.signalVariance
    byLinear += half * h.linearVariance * centeredProduct(x, i * d, x, i * d, columns)
    byNoise += half * h.noiseVariance
  }
  for (let c = 0; c < d; c++) {
    gradient[c] = gradient[c]! + ((5 / 3) * h.signalVariance * byColumn[c]!) / h.lengthScales[c]! ** 2
  }
  gradient[d] = gradient[d]! + bySignal
  gradient[d + 1] = gradient[d + 1]! + byLinear
  gradient[d + 2] = gradient[d + 2]! + byNoise
}
