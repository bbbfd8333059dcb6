import type { Params, SearchSpace } from 'sweetspot'
import { decodeParams, foldIn, type Key, type RandomStream, randomStream } from 'sweetspot/extend'

const ISLANDS = 8
const FIRST = 4_096
const PARENTS = 48
const CHILDREN = 512
const GENERATIONS = 32
/** Standard deviations of a mutation, as shares of each range. */
const STEPS = [0.2, 0.05, 0.01, 0.002]

interface Individual {
  readonly unit: Float64Array
  readonly value: number
}

/**
 * The largest value that evolution finds on eight independent islands, so that one hill does not attract all of them.
 * Each starts with the best of 4,096 random points and runs 32 generations of 512 children. A child changes about two
 * coordinates of one of the 48 best, by steps of four sizes, clamped to the bounds, where optima often are. About
 * 160,000 evaluations.
 *
 * @param evaluate - The values at some params.
 */
export async function largestValue(
  space: SearchSpace,
  evaluate: (params: readonly Params[]) => Promise<number[]>,
  key: Key,
): Promise<number> {
  const measure = async (units: readonly Float64Array[]): Promise<Individual[]> => {
    const values = await evaluate(units.map((unit) => decodeParams(space, unit)))
    return units.map((unit, index) => ({ unit, value: values[index] as number }))
  }
  let largest = Number.NEGATIVE_INFINITY
  for (let island = 0; island < ISLANDS; island += 1) {
    const stream = randomStream(foldIn(key, island))
    const anywhere = () => new Float64Array(space.dimensions.length).map(() => stream.uniform())
    let parents = fittest(await measure(Array.from({ length: FIRST }, anywhere)))
    for (let generation = 0; generation < GENERATIONS; generation += 1) {
      const children = Array.from({ length: CHILDREN }, () => {
        const parent = parents[stream.integer(parents.length)] as Individual
        return mutated(parent.unit, stream)
      })
      parents = fittest([...parents, ...(await measure(children))])
    }
    largest = Math.max(largest, (parents[0] as Individual).value)
  }
  return largest
}

function mutated(unit: Float64Array, stream: RandomStream): Float64Array {
  const step = STEPS[stream.integer(STEPS.length)] as number
  return unit.map((position) => {
    if (stream.uniform() >= 2 / unit.length) return position
    // Occasionally anywhere: otherwise categories would only change to their neighbours.
    const moved = stream.uniform() < 0.2 ? stream.uniform() : position + step * stream.normal()
    return Math.min(1, Math.max(0, moved))
  })
}

/** The best individuals, only one of equal values, so that a plateau does not displace all others. */
function fittest(individuals: readonly Individual[]): Individual[] {
  const distinct = [...new Map(individuals.map((individual) => [individual.value, individual])).values()]
  return distinct.sort((one, other) => other.value - one.value).slice(0, PARENTS)
}
