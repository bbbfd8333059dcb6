/**
 * The logarithm of the expected improvement, which is finite where the improvement itself underflows: Ament, Daulton,
 * Eriksson, Balandat & Bakshy, "Unexpected improvements to expected improvement for Bayesian optimization" (NeurIPS
 * 2023).
 */
import { normalCdf, normalLogPdf, normalPdf } from '../math/normal.ts'
import { log1mexp, logAddExp } from '../math/safe-math.ts'
import { erfcx } from '../math/special.ts'
import type { Posterior } from '../surrogates/surrogate.ts'
import type { AcquisitionFunction } from './acquisition-function.ts'

const LOG_SQRT_HALF_PI = 0.5 * Math.log(Math.PI / 2)

/** log h(z), with h(z) = φ(z) + z Φ(z), the expected improvement in standard deviations: equation 9. */
export function logH(z: number): number {
  if (z > -1) return Math.log(normalPdf(z) + z * normalCdf(z))
  // h = φ(z) (1 − |z| M(|z|)), with Mills' ratio M.
  if (z > -100) return normalLogPdf(z) + log1mexp(Math.log(-z * erfcx(-z * Math.SQRT1_2)) + LOG_SQRT_HALF_PI)
  // The asymptotic series, where the difference above loses its digits.
  const t = 1 / (z * z)
  return normalLogPdf(z) + Math.log(t) + Math.log1p(t * (-3 + t * (15 - 105 * t)))
}

/**
 * log E[max(0, best − f(x))] under the posterior of f, which is minimised; for a mixture, the logarithm of the mean
 * over its components.
 *
 * @param best - The posterior mean of the incumbent.
 */
export function logExpectedImprovement(posterior: Posterior, best: number): AcquisitionFunction {
  const { components } = posterior
  return Object.freeze({
    name: 'log-ei',
    evaluate(points: Float64Array, count: number): Float64Array {
      const total = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
      for (const component of components) {
        const { mean, variance } = component.predict(points, count)
        for (let i = 0; i < count; i++) {
          const sd = Math.sqrt(variance[i]!)
          total[i] = logAddExp(total[i]!, logH((best - mean[i]!) / sd) + Math.log(sd))
        }
      }
      return total.map((sum) => sum - Math.log(components.length))
    },
  })
}
