import { foldIn, keyFromSeed, sampleParams } from 'sweetspot/extend'
import type { Problem } from 'sweetspot/testing'

const POINTS = 1_024

/** The median value of random points without noise and failures: the baseline without any search. */
export function medianOfRandomPoints(problem: Problem): number {
  const key = keyFromSeed(0)
  const values = Array.from({ length: POINTS }, (_, index) =>
    problem.evaluate(sampleParams(problem.space, foldIn(key, index))),
  )
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b)
  return finite[Math.floor(finite.length / 2)] as number
}
